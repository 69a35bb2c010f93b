import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import { planCommand } from '../../../../cli/src/research/plan';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { portfolioFile, pairFile } from '../../../factories/portfolio';
import { priceFolder, pricePath, SESSIONS, writePrices } from '../../../factories/price-folder';
import { outcomeOf } from './session';

/** Every date of the made-up files, with a Saturday among them. */
const WITH_SATURDAY = [...SESSIONS, '2020-06-13'].sort();

describe('prices that the price table would not have taken', () => {
  let folder: string;
  let file: string;
  let holdings: string;

  beforeAll(() => {
    folder = priceFolder({ AAA: pricePath(0), ZZZ: pricePath(0, -3) });
    file = join(folder, 'portfolio.json');
    holdings = join(folder, 'holdings.csv');
    writeFileSync(file, JSON.stringify(portfolioFile({ pairs: [pairFile('AAA', 'ZZZ')] })));
    writeFileSync(holdings, 'symbol,shares\nAAA,10\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => writePrices(folder, 'AAA', pricePath(0)));

  const options = (more: object = {}) => ({ portfolio: file, source: 'csv', data: folder, to: '2020-12-31', ...more });
  /** Fifteen times the price from 2020-06-01 on, without a split. */
  const scaleAAA = () =>
    writePrices(
      folder,
      'AAA',
      pricePath(0).map(({ date, close }) => ({ date, close: date < '2020-06-01' ? close : close * 15 })),
    );
  const doubtsIn = (json: string): unknown => (JSON.parse(json) as { doubts: unknown }).doubts;

  test('are named above every page and in every JSON, and used as given', async () => {
    scaleAAA();
    const commands = [
      ['backtest', (more: object) => outcomeOf((s) => backtestCommand(options(more), s))],
      ['analyze', (more: object) => outcomeOf((s) => analyzeCommand(options(more), s))],
      ['sweep', (more: object) => outcomeOf((s) => sweepCommand({ ...options(more), tolerance: '0.1,0.2' }, s))],
      ['plan', (more: object) => outcomeOf((s) => planCommand({ ...options(more), holdings, cash: '1000' }, s))],
    ] as const;
    for (const [name, run] of commands) {
      const page = await run({});
      expect([name, page.exit, page.stdout]).toEqual([
        name,
        0,
        expect.stringMatching(/^! AAA 2020-06-01, unexplained-jump: 1\d{3}\.\d % since 2020-05-29/m),
      ]);
      expect(page.stdout.replace(/\s+/g, ' ')).toContain('the price table would have held it back');
      const { stdout } = await run({ json: '-' });
      expect(doubtsIn(stdout)).toMatchObject([{ symbol: 'AAA', session: '2020-06-01', reason: 'unexplained-jump' }]);
    }
  });

  test('are looked for in the sessions of the run only', async () => {
    scaleAAA();
    const { stdout } = await outcomeOf((s) => backtestCommand(options({ to: '2020-05-29', json: '-' }), s));
    expect(doubtsIn(stdout)).toEqual([]);
  });

  test('are sessions, too, on which the exchange was closed', async () => {
    writePrices(folder, 'AAA', pricePath(0, 1, WITH_SATURDAY));
    writePrices(folder, 'ZZZ', pricePath(0, -3, WITH_SATURDAY));
    const { stdout } = await outcomeOf((s) => backtestCommand(options({ json: '-' }), s));
    writePrices(folder, 'ZZZ', pricePath(0, -3));
    expect(doubtsIn(stdout)).toEqual([
      { symbol: null, session: '2020-06-13', reason: 'not-a-session', detail: 'the exchange was closed: weekend' },
    ]);
  });
});
