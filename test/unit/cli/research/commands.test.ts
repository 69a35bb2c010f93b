import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import { planCommand } from '../../../../cli/src/research/plan';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { visibleLength } from '@evenkeel/report/terminal';
import { priceFolder, pricePath, SESSIONS } from '../../../factories/price-folder';
import { outcomeOf, readPlan, readReport, readSweep } from './session';

const ratio = [{ from: '2019-01-02', ratio: 3 }];
const valid = {
  name: 'tested',
  capital: 100_000,
  benchmark: 'MKT',
  pairs: [
    { base: 'AAA', inverse: 'ZZZ', leverage: ratio },
    { base: 'BBB', inverse: 'YYY', leverage: ratio },
  ],
  rebalance: { check: 'weekly', drift: { measure: 'delta', tolerance: 0.05 }, scope: 'pair' },
  costs: { commissionRate: 0.001, slippage: { model: 'none' } },
};

describe('research commands', () => {
  let folder: string;
  let written = 0;
  const options = (portfolio: unknown) => {
    const path = join(folder, `portfolio-${(written += 1)}.json`);
    writeFileSync(path, JSON.stringify(portfolio));
    return { portfolio: path, source: 'csv', data: folder, to: '2020-12-31' };
  };

  beforeAll(() => {
    folder = priceFolder({
      AAA: pricePath(0),
      ZZZ: pricePath(0, -3),
      BBB: pricePath(1),
      YYY: pricePath(1, -3),
      HOLE: pricePath(2, -3).filter(({ date }) => date !== '2019-03-05'),
      MKT: pricePath(4),
    });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('backtest', () => {
    test('prints a tearsheet that fits the terminal, and writes the same run as JSON and CSV', async () => {
      const given = { ...options(valid), json: join(folder, 'report.json'), csv: join(folder, 'curve.csv') };
      const { exit, stdout, stderr } = await outcomeOf((s) => backtestCommand(given, s), { columns: 120 });
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: `wrote ${given.csv}\nwrote ${given.json}\n` });
      expect(stdout).toMatch(/^tested {2}2019-01-02 to 2020-12-31 {2}505 sessions\nAAA\/ZZZ 3x, BBB\/YYY 3x\n/);
      for (const section of [
        'Returns',
        'Risk',
        'Against MKT',
        'Trading and costs',
        'Exposure',
        'Attribution',
        'Pairs, net',
        'Worst drawdowns',
        'Monthly',
        'Years',
      ]) {
        expect(stdout).toContain(section);
      }
      expect(Math.max(...stdout.split('\n').map(visibleLength))).toBeLessThanOrEqual(120);
      expect(stdout).toMatch(/[▁▂▃▄▅▆▇█]{40}/);
      expect(stdout).not.toContain('\u001b');

      const report = readReport(readFileSync(given.json, 'utf8'));
      expect(report).toMatchObject({
        portfolio: 'tested',
        first: '2019-01-02',
        sessions: 505,
        droppedSessions: 0,
        source: { name: 'csv', data: folder, synthetic: false },
      });
      const [header, ...rows] = readFileSync(given.csv, 'utf8').trimEnd().split('\n');
      expect(header).toBe('date,nav,gross,cash,cost,netDelta,exposure');
      expect(rows.map((row) => row.split(',')[0])).toEqual(SESSIONS);
      expect(rows.map((row) => Number(row.split(',')[1]))).toEqual(report.curve.map(({ nav }) => nav));
      expect(Number(rows.at(-1)?.split(',')[1])).toBe(report.finalNav);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    });

    test('names sessions left out, symbols shared and cash below 0', async () => {
      const odd = {
        ...valid,
        pairs: [
          { base: 'AAA', inverse: 'ZZZ', leverage: ratio },
          { base: 'AAA', inverse: 'HOLE', leverage: ratio },
        ],
        rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'breached' },
      };
      const { stdout } = await outcomeOf((s) => backtestCommand(options(odd), s));
      expect(stdout).toContain('! 1 session left out, no bar of HOLE: 2019-03-05');
      expect(stdout).toContain('! AAA: in more than one pair');
      expect(stdout).toMatch(/! cash below 0 on \d+ sessions? from \d{4}-\d\d-\d\d, lowest -/);
    });

    test('names the risk-free rate, what the regime filter blocks and a run too short for annual figures', async () => {
      const filtered = {
        ...valid,
        riskFreeRate: 0.02,
        regimeFilter: { pairs: { 'AAA/ZZZ': [{ volatility: 'high', correlation: 'low' }] }, benchmark: ['high'] },
      };
      const long = await outcomeOf((s) => backtestCommand(options(filtered), s));
      const text = long.stdout.replaceAll('\n', ' ');
      expect(text).toContain('risk-free rate 2 % a year');
      expect(text).toMatch(
        /regime filter blocks AAA\/ZZZ in high volatility with low correlation, everything in high volatility of MKT; in cash, of 505 sessions: AAA\/ZZZ \d+, BBB\/YYY \d+/,
      );
      expect(text).not.toContain('annualised');
      const short = await outcomeOf((s) => backtestCommand({ ...options(valid), to: '2019-01-03' }, s));
      expect(short.stdout).toContain('! nothing can be annualised from 2 sessions');
      expect(short.stdout).toContain('risk-free rate 0\n');
    });

    test('says of a ruined portfolio which one it is and when', async () => {
      const costs = { commissionRate: 0.99, slippage: { model: 'none' } };
      const given = options({
        ...valid,
        costs,
        rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.001 }, scope: 'breached' },
      });
      const { exit, error } = await outcomeOf((s) => backtestCommand(given, s));
      expect(exit).toBe(2);
      expect(error).toMatch(
        new RegExp(`^${given.portfolio}: nothing is left of the portfolio after 20\\d\\d-\\d\\d-\\d\\d`),
      );
    });

    test('leaves out sessions that have not finished', async () => {
      const given = { ...options(valid), to: undefined };
      const { stdout } = await outcomeOf((s) => backtestCommand(given, s), {
        env: { EVENKEEL_NOW: '2020-06-30T19:00:00Z' },
      });
      expect(stdout).toMatch(/^tested {2}2019-01-02 to 2020-06-29/);
    });

    test('follows a link instead of replacing it, and leaves standard output to JSON alone', async () => {
      const target = join(folder, 'target.csv');
      const link = join(folder, 'link.csv');
      writeFileSync(target, 'old');
      symlinkSync(target, link);
      const { stdout } = await outcomeOf((s) => backtestCommand({ ...options(valid), csv: link, json: '-' }, s));
      expect(readFileSync(target, 'utf8')).toMatch(/^date,nav/);
      expect(readReport(stdout).portfolio).toBe('tested');
    });

    test('takes a daily risk-free rate from beside the portfolio file', async () => {
      writeFileSync(join(folder, 'rates.csv'), `date,rate\n2019-01-02,0.0001\n`);
      const json = async (portfolio: unknown) => {
        const { stdout } = await outcomeOf((s) => backtestCommand({ ...options(portfolio), json: '-' }, s));
        return readReport(stdout).net;
      };
      const [without, daily] = [await json(valid), await json({ ...valid, riskFreeRate: 'rates.csv' })];
      // A constant rate of 0.0001 a session takes 0.0252 a year from the numerator and nothing from the sd.
      expect(daily.sharpe).toBeCloseTo(Number(without.sharpe) - 0.0252 / Number(without.volatility), 9);
    });
  });

  test('analyze prints every pair and every regime, and the cells as CSV', async () => {
    const given = options(valid);
    const page = await outcomeOf((s) => analyzeCommand(given, s));
    expect(page.stdout).toMatch(/AAA\/ZZZ {2}2019-01-02 to 2020-12-31[\s\S]*BBB\/YYY {2}2019-01-02 to 2020-12-31/);
    expect(page.stdout).toMatch(/stated +-3\.000/);
    const csv = await outcomeOf((s) => analyzeCommand({ ...given, csv: '-' }, s));
    expect(csv.stdout.trimEnd().split('\n')).toHaveLength(1 + 2 * 9);
    const json = await outcomeOf((s) => analyzeCommand({ ...given, json: '-' }, s));
    expect(JSON.parse(json.stdout)).toMatchObject({
      source: { name: 'csv', data: folder, synthetic: false },
      sharedSymbols: [],
      pairs: [
        { base: 'AAA', inverse: 'ZZZ', droppedSessions: 0, dropped: [] },
        { base: 'BBB', inverse: 'YYY' },
      ],
    });
  });

  test('analyze begins with a line a pair, and says what its data lack', async () => {
    const pairs = [valid.pairs[0], { base: 'AAA', inverse: 'HOLE', leverage: ratio }];
    const given = options({ ...valid, pairs });
    const { stdout } = await outcomeOf((s) => analyzeCommand(given, s));
    expect(stdout).toMatch(
      /^prices: .*\n\n! AAA: in more than one pair.*\n\nPairs ─+\n.*stated\nAAA\/ZZZ +505 .* -3\.000\nAAA\/HOLE +504 .* -3\.000\n/,
    );
    expect(stdout).toContain('! 1 session left out, no bar of HOLE: 2019-03-05');
    const json = await outcomeOf((s) => analyzeCommand({ ...given, json: '-' }, s));
    expect(JSON.parse(json.stdout)).toMatchObject({
      sharedSymbols: ['AAA'],
      pairs: [{ droppedSessions: 0 }, { droppedSessions: 1, dropped: [{ session: '2019-03-05', missing: ['HOLE'] }] }],
    });
  });

  describe('sweep', () => {
    const grid = { tolerance: '0.02:0.1:0.02', check: 'daily,monthly' };

    test('marks the cell with the highest Sharpe ratio and says what is left of it', async () => {
      const given = { ...options(valid), ...grid };
      const { stdout } = await outcomeOf((s) => sweepCommand({ ...given, json: '-' }, s));
      const report = readSweep(stdout);
      expect(report.cells).toHaveLength(10);
      expect(report.cells[report.best]?.sharpe).toBe(Math.max(...report.cells.map(({ sharpe }) => sharpe)));
      expect(report.cells.every(({ dsr }) => dsr >= 0 && dsr <= 1)).toBe(true);
      const page = await outcomeOf((s) => sweepCommand(given, s));
      expect(page.stdout.match(/◆\d/g)).toHaveLength(1);
      expect(page.stdout).toContain(`◆${report.cells[report.best]?.sharpe.toFixed(3)}`);
      expect(page.stdout).toMatch(/Deflated: .*The best of 10 cells \(tolerance .*\) shows a Sharpe ratio of /s);
    });

    test.each([
      ['', {}],
      [
        ', time in cash by a regime filter being no holding',
        { regimeFilter: { pairs: { 'AAA/ZZZ': [{ volatility: 'high' }] } } },
      ],
    ])('a cell is the backtest of that configuration%s', async (_, filter) => {
      const base = { ...valid, ...filter };
      const one = {
        ...base,
        rebalance: { ...valid.rebalance, check: 'monthly', drift: { measure: 'delta', tolerance: 0.04 } },
      };
      const swept = await outcomeOf((s) => sweepCommand({ ...options(base), ...grid, json: '-' }, s));
      const tested = await outcomeOf((s) => backtestCommand({ ...options(one), json: '-' }, s));
      const { cells } = readSweep(swept.stdout);
      const { net } = readReport(tested.stdout);
      const cell = cells.find(({ tolerance, check }) => tolerance === 0.04 && check === 'monthly');
      for (const key of [
        'sharpe',
        'cagr',
        'maxDrawdown',
        'turnover',
        'volatility',
        'totalCost',
        'trades',
        'rebalances',
      ]) {
        expect(cell?.[key]).toBeCloseTo(Number(net[key]), 9);
      }
      expect(cell?.holdingSessions).toBeCloseTo(Number(net.meanHoldingSessions), 9);
    });
  });

  describe('plan', () => {
    const holdings = (text: string) => {
      const path = join(folder, 'held.csv');
      writeFileSync(path, text);
      return path;
    };

    test('turns holdings into orders, the same plan each time', async () => {
      const given = {
        ...options(valid),
        holdings: holdings('symbol,shares\nAAA,100\nOTHER,5\n'),
        cash: '10000',
        wholeShares: true,
      };
      const page = await outcomeOf((s) => planCommand(given, s));
      expect(page).toMatchObject({ exit: 0, error: undefined });
      expect(page.stdout).toMatch(/^tested {2}targets of 2020-12-31 {2}\d orders? {2}plan [0-9a-f]{16}\n/);
      expect(page.stdout).toContain('a proposal, nothing is sent');
      expect(page.stdout).toContain('! OTHER: 5 shares left alone');
      const json = await outcomeOf((s) => planCommand({ ...given, json: '-' }, s));
      const again = await outcomeOf((s) => planCommand({ ...given, json: '-' }, s));
      expect(again.stdout).toBe(json.stdout);
      const plan = readPlan(json.stdout);
      expect(page.stdout).toContain(plan.id);
      expect(Number(plan.cashAfter)).toBeGreaterThanOrEqual(0);
      expect(plan.orders.length).toBeGreaterThan(0);
      expect(plan.orders.every(({ shares }) => Number.isInteger(Number(shares)))).toBe(true);
    });
  });
});
