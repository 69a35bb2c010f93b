import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import { planCommand, type PlanOptions } from '../../../../cli/src/research/plan';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { priceFolder, pricePath } from '../../../factories/price-folder';
import { portfolioFile } from '../../../factories/portfolio';
import { outcomeOf, readPlan, type Outcome } from './session';

const leverage = [{ from: '2019-01-02', ratio: 3 }];
const twoPairs = [
  { base: 'AAA', inverse: 'ZZZ', leverage },
  { base: 'BBB', inverse: 'YYY', leverage },
];
const NOW = '2021-01-05T22:00:00Z';

describe('plan', () => {
  let folder: string;
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return join(folder, name);
  };
  const options = (changes: Partial<PlanOptions> = {}): PlanOptions => ({
    portfolio: write('p.json', portfolioFile({ pairs: twoPairs })),
    source: 'csv',
    data: folder,
    holdings: write('held.csv', 'symbol,shares\nAAA,10\n'),
    cash: '10000',
    ...changes,
  });
  const run = (changes: Partial<PlanOptions> = {}, now = NOW): Promise<Outcome> =>
    outcomeOf((context) => planCommand(options(changes), context), { env: { EVENKEEL_NOW: now } });
  const planned = async (changes: Partial<PlanOptions> = {}, now = NOW) =>
    readPlan((await run({ ...changes, json: '-' }, now)).stdout);

  beforeEach(() => {
    folder = priceFolder({
      AAA: pricePath(0),
      ZZZ: pricePath(0, -3),
      BBB: pricePath(1),
      YYY: pricePath(1, -3).filter(({ date }) => date <= '2020-12-24'),
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('on targets that are behind', () => {
    test('says by how many sessions, and which symbols lag since when', async () => {
      const has = '2020-12-31';
      // After Christmas Eve: 28 to 31 December, 4 and 5 January.
      expect(await planned()).toMatchObject({
        asOf: '2020-12-24',
        sessionsBehind: 6,
        waitingFor: [
          { symbol: 'AAA', has },
          { symbol: 'ZZZ', has },
          { symbol: 'BBB', has },
          { symbol: 'YYY', has: '2020-12-24' },
        ],
      });
      const { exit, stdout } = await run();
      expect(exit).toBe(0);
      expect(stdout).toContain('! old targets: 6 sessions behind 2021-01-05, the last finished session\n');
      expect(stdout).toContain(
        '! waiting for the bar of 2021-01-05: YYY (has 2020-12-24); AAA, ZZZ, BBB (have 2020-12-31)\n',
      );
    });

    test('measures against --to where that was asked for', async () => {
      expect(await planned({ to: '2020-12-31' })).toMatchObject({
        sessionsBehind: 4,
        waitingFor: [{ symbol: 'YYY', has: '2020-12-24' }],
      });
      const { stdout } = await run({ to: '2020-12-31' });
      expect(stdout).toContain('! old targets: 4 sessions behind 2020-12-31, the last session up to --to\n');
      expect(stdout).toContain('! waiting for the bar of 2020-12-31: YYY (has 2020-12-24)\n');
    });

    test.each(['2020-12-24', '2020-12-26'])('says nothing where nothing lags: --to %s', async (to) => {
      expect(await planned({ to })).toMatchObject({ asOf: '2020-12-24', sessionsBehind: 0, waitingFor: [] });
      expect((await run({ to })).stdout).not.toMatch(/old targets|waiting/);
    });

    test('does not wait for a session that has not finished', async () => {
      expect(await planned({}, '2020-12-24T17:00:00Z')).toMatchObject({
        asOf: '2020-12-23',
        sessionsBehind: 0,
        waitingFor: [],
      });
    });
  });

  test('marks where its prices came from', async () => {
    expect((await planned()).source).toEqual({ name: 'csv', data: folder, synthetic: false });
    const made = await planned({ portfolio: 'hedged', source: 'synthetic', data: undefined, to: '2020-12-31' });
    expect(made.source).toEqual({ name: 'synthetic', synthetic: true });
  });

  test('names what is left out with the reason, and the cash that stays idle', async () => {
    const poor = { holdings: write('none.json', '{}'), cash: '10', wholeShares: true };
    const plan = await planned(poor);
    expect(plan.orders).toEqual([]);
    expect(plan.leftOut.map(({ symbol, value, reason }) => `${symbol} ${value} ${reason}`)).toEqual(
      ['AAA 3.75', 'BBB 3.75', 'YYY 1.25', 'ZZZ 1.25'].map((line) => `${line} less-than-one-share`),
    );
    expect(plan.idleCash).toBe('10');
    const { stdout } = await run(poor);
    expect(stdout).not.toContain('nothing to do');
    expect(stdout).toMatch(/buy {2}AAA {2}3\.75 {2}less than one whole share\n/);
    expect(stdout).toMatch(/Idle cash +10\.00/);
    expect((await run({ minOrder: '100000' })).stdout).toMatch(/less than --min-order\n/);
  });

  test('says in which sequence the orders stand, and that they are not the rule’s own', async () => {
    const { stdout } = await run({ to: '2020-12-24' });
    expect(stdout).toContain(
      'sells first, so that their money is there for the buys; in each group the largest drift first\n',
    );
    expect(stdout.replaceAll('\n', ' ')).toMatch(
      /the orders bring your holdings to the targets; the model portfolio itself would (not )?trade on that session/,
    );
    expect(stdout).toContain("cash and the portfolio's symbols at their closes of 2020-12-24\n");
  });

  test('mentions a symbol in two pairs, and holdings that no pair has', async () => {
    const shared = write(
      'shared.json',
      portfolioFile({ pairs: [twoPairs[0], { base: 'BBB', inverse: 'ZZZ', leverage }] }),
    );
    const holdings = write('more.csv', 'symbol,shares\nAAA,10\nSPY,3\n');
    expect((await planned({ portfolio: shared })).sharedSymbols).toEqual(['ZZZ']);
    const { stdout } = await run({ portfolio: shared, holdings });
    expect(stdout).toContain('! ZZZ: in more than one pair; the order is for the sum of their targets\n');
    expect(stdout).toContain('! SPY: 3 shares left alone and not counted below, no pair of the portfolio has it\n');
  });

  test('has another id where other options make other orders', async () => {
    const ids = await Promise.all(
      [{}, { wholeShares: true }, { minOrder: '100' }, { cash: '9999' }].map(
        async (changes) => (await planned(changes)).id,
      ),
    );
    expect(new Set(ids).size).toBe(4);
    const renamed = write('other.json', portfolioFile({ pairs: twoPairs, capital: 2000 }));
    expect(ids).not.toContain((await planned({ portfolio: renamed })).id);
  });

  describe('overwrites none of its inputs', () => {
    const refused = async (outcome: Promise<Outcome>, option: string, input: string): Promise<void> => {
      const before = readFileSync(join(folder, input), 'utf8');
      expect(await outcome).toMatchObject({ exit: 2, stdout: '' });
      expect((await outcome).error).toContain(`would overwrite an input, ${join(folder, input)} of ${option}`);
      expect(readFileSync(join(folder, input), 'utf8')).toBe(before);
    };

    test('neither holdings nor portfolio nor prices', async () => {
      await refused(run({ json: join(folder, 'held.csv') }), '--holdings', 'held.csv');
      await refused(run({ json: join(folder, 'p.json') }), '--portfolio', 'p.json');
      symlinkSync('AAA.csv', join(folder, 'link.csv'));
      await refused(run({ json: join(folder, 'link.csv') }), '--data', 'AAA.csv');
      await refused(run({ json: join(folder, 'held.csv'), cash: 'nonsense' }), '--holdings', 'held.csv');
      expect(existsSync(join(folder, 'link.csv'))).toBe(true);
    });

    test('nor do the other commands', async () => {
      const csv = join(folder, 'AAA.csv');
      await refused(
        outcomeOf((s) => backtestCommand({ ...options(), csv }, s)),
        '--data',
        'AAA.csv',
      );
      await refused(
        outcomeOf((s) => analyzeCommand({ ...options(), csv }, s)),
        '--data',
        'AAA.csv',
      );
      await refused(
        outcomeOf((s) => sweepCommand({ ...options(), json: join(folder, 'p.json'), tolerance: '0.1' }, s)),
        '--portfolio',
        'p.json',
      );
    });
  });
});
