import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweepCommand, type SweepOptions } from '../../../../cli/src/research/sweep';
import { priceFolder, pricePath } from '../../../factories/price-folder';
import { outcomeOf, readCells } from './session';

const leverage = [{ from: '2019-01-02', ratio: 3 }];
const valid = {
  name: 'tested',
  capital: 100_000,
  pairs: [{ base: 'AAA', inverse: 'ZZZ', leverage }],
  rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.05 }, scope: 'breached' },
  costs: { commissionRate: 0, slippage: { model: 'none' } },
};
/** Trading costs 99 % of what is traded: a portfolio survives its first purchase, but not trading every session on credit. */
const ruinous = { ...valid, costs: { commissionRate: 0.99, slippage: { model: 'none' } } };

describe('sweep', () => {
  let folder: string;

  beforeAll(() => {
    folder = priceFolder({
      AAA: pricePath(0),
      ZZZ: pricePath(0, -3),
      HOLE: pricePath(1, -3).filter(({ date }) => date !== '2019-03-05'),
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (portfolio: unknown, more: Partial<SweepOptions>, context: Parameters<typeof outcomeOf>[1] = {}) => {
    const path = join(folder, 'portfolio.json');
    writeFileSync(path, JSON.stringify(portfolio));
    const options = { portfolio: path, source: 'csv', data: folder, to: '2020-12-31', tolerance: '0.1', ...more };
    return outcomeOf((s) => sweepCommand(options, s), context);
  };

  describe('progress', () => {
    afterEach(() => jest.restoreAllMocks());

    test('is plain lines on standard error where there is no terminal, once a second has gone by', async () => {
      let now = 0;
      jest.spyOn(performance, 'now').mockImplementation(() => (now += 300));
      const { stdout, stderr } = await run(valid, { tolerance: '0.01:0.2:0.01', json: '-' });
      expect(stderr).toMatch(
        /^sweep: 0\/20\nsweep: 5\/20 tolerance 5 %, daily check, .*\nsweep: 10\/20 .*\nsweep: 15\/20 .*\nsweep: 20\/20 .*\n$/,
      );
      expect(readCells(stdout).cells).toHaveLength(20);
    });

    test('is nothing for what is done within a second', async () => {
      jest.spyOn(performance, 'now').mockReturnValue(0);
      expect((await run(valid, { tolerance: '0.01:0.2:0.01' })).stderr).toBe('');
    });
  });

  describe('a cell that comes to nothing', () => {
    test('is named, marked and left without figures, while the others are as they are without it', async () => {
      const both = await run(ruinous, {
        tolerance: '0.001,0.5',
        json: join(folder, 'swept.json'),
        csv: join(folder, 'swept.csv'),
      });
      expect(both).toMatchObject({ exit: 0, error: undefined });
      expect(both.stdout.replaceAll('\n', ' ')).toMatch(
        /! 1 of 2 cells came to nothing, marked ruined: tolerance 0\.1 %, daily check, scope breached, fill close: nothing is left of the portfolio after 20\d\d-/,
      );
      expect(both.stdout).toMatch(/^ +0\.1 % +ruined$/m);
      const { cells, trials } = readCells(readFileSync(join(folder, 'swept.json'), 'utf8'));
      expect(trials).toBe(1);
      expect(cells[0]).toMatchObject({ tolerance: 0.001, sharpe: null, totalReturn: null, run: null });
      expect(cells[0]?.error).toContain('nothing is left');
      const alone = await run(ruinous, { tolerance: '0.5', json: '-' });
      expect(cells[1]).toEqual(readCells(alone.stdout).cells[0]);
      const rows = readFileSync(join(folder, 'swept.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((row) => row.split(','));
      expect(rows[1]).toEqual(['0.001', 'daily', 'breached', 'close', ...new Array<string>(15).fill('')]);
      expect(rows[2]?.slice(0, 5)).toEqual(['0.5', 'daily', 'breached', 'close', String(cells[1]?.totalReturn)]);
    });

    test('is a failure where there is no other', async () => {
      const { exit, error, stdout } = await run(ruinous, { tolerance: '0.001,0.002' });
      expect({ exit, stdout }).toEqual({ exit: 1, stdout: '' });
      expect(error).toMatch(
        /^sweep: all 2 cells came to nothing; tolerance 0\.1 %, daily check, scope breached, fill close: /,
      );
    });
  });

  test('runs that are the same are one trial, one rank, and marked as ties', async () => {
    const given = { tolerance: '0.1:0.4:0.1', check: 'never', scope: 'breached,pair' };
    const { stdout } = await run(valid, given);
    expect(stdout.match(/◆\S/g)).toHaveLength(1);
    expect(stdout.match(/◇\S/g)).toHaveLength(7);
    expect(stdout).toContain('◆ highest Sharpe ratio, and 7 equal ◇');
    expect(stdout).toMatch(/^10 % to 40 % +never +breached .* 4 equal$/m);
    expect(stdout).toContain('the luckiest of 1 distinct run (dsr)');
    const report = readCells((await run(valid, { ...given, json: '-' })).stdout);
    expect(report).toMatchObject({ trials: 1, expectedBestSharpe: 0 });
    expect(report.cells.map(({ run: number }) => number)).toEqual(new Array<number>(8).fill(0));
  });

  test('a map that shows a sample of its rows says so', async () => {
    const few = await run(valid, { tolerance: '0.01:0.4:0.01' });
    expect(few.stdout).not.toContain('tolerances shown');
    const many = await run(valid, { tolerance: '0.001:0.4:0.001' });
    expect(many.stdout).toMatch(/^4[01] of 400 tolerances shown; all in --json and --csv$/m);
  });

  test('says what a backtest would say of its data and its cash', async () => {
    const shared = { ...valid, pairs: [...valid.pairs, { base: 'AAA', inverse: 'HOLE', leverage }] };
    const given = { tolerance: '0.01,0.9' };
    const { stdout } = await run(shared, given);
    const report = readCells((await run(shared, { ...given, json: '-' })).stdout);
    const text = stdout.replaceAll('\n', ' ');
    expect(text).toContain('! 1 session left out, no bar of HOLE: 2019-03-05');
    expect(text).toContain('! AAA: in more than one pair');
    expect(text).toMatch(
      /! cash below 0 in 1 of 2 cells, deepest at tolerance 1 %, daily check, scope breached, fill close, lowest -/,
    );
    expect(report).toMatchObject({
      sharedSymbols: ['AAA'],
      droppedSessions: 1,
      dropped: [{ session: '2019-03-05', missing: ['HOLE'] }],
      source: { name: 'csv', data: folder, synthetic: false },
    });
    expect(report.cells[0]?.minCash).toBeLessThan(0);
  });
});
