import { parseSessionDate } from '@evenkeel/domain/calendar';
import { buildPanel, runBacktest, type BacktestRun } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { checkColumns } from '../../../../shared/domain/src/backtest/check-schedule';
import { tradingCost } from '../../../../shared/domain/src/portfolio/trading-cost';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { seriesOf } from '../../../factories/random-market';

type Paths = Readonly<Record<string, { readonly closes: readonly number[]; readonly opens?: readonly number[] }>>;

/** Runs a portfolio file over closes (and opens) per symbol, on weekdays from Monday 2018-01-01 on. */
function run(changes: Record<string, unknown>, paths: Paths): BacktestRun {
  const portfolio = parsePortfolio(portfolioFile(changes), 'test');
  const series = new Map<Ticker, Series>(
    symbolsOf(portfolio).map((symbol) => {
      const path = paths[symbol];
      if (!path) throw new Error(`no path for ${symbol}`);
      return [symbol, seriesOf(symbol, path.closes, path.opens)];
    }),
  );
  return runBacktest(portfolio, buildPanel(portfolio, series));
}

const rebalance = (changes: object) => ({
  check: 'daily',
  drift: { measure: 'weight', tolerance: 0.1 },
  scope: 'breached',
  ...changes,
});
const twoPairs = [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT', [{ from: '2010-01-01', ratio: 1 }])];
const still = { closes: [100, 100, 100] };
const row = (column: Float64Array | undefined) => [...(column ?? [])];

describe('check sessions', () => {
  const sessions = [
    '2018-03-28',
    '2018-03-29',
    '2018-04-02',
    '2018-04-03',
    '2018-04-09',
    '2018-12-31',
    '2019-01-02',
  ].map((text) => parseSessionDate(text));
  const columns = checkColumns(sessions);
  it.each([
    ['daily', [1, 1, 1, 1, 1, 1, 1]],
    ['weekly', [1, 0, 1, 0, 1, 1, 0]],
    ['monthly', [1, 0, 1, 0, 0, 1, 1]],
    ['quarterly', [1, 0, 1, 0, 0, 1, 1]],
    ['yearly', [1, 0, 0, 0, 0, 0, 1]],
    ['never', [0, 0, 0, 0, 0, 0, 0]],
  ] as const)('%s', (schedule, expected) => {
    expect([...columns[schedule]]).toEqual(expected);
  });
});

describe('costs of a trade', () => {
  it.each([
    ['nothing', { model: 'none' } as const, 0, 1e6, 0],
    ['commission', { model: 'none' } as const, 0.002, 1e6, 2000],
    ['commission and a fixed rate', { model: 'fixed', rate: 0.0005 } as const, 0.002, 1e6, 2500],
    ['the square root of its share of the depth', { model: 'sqrt', cap: 0.5, depth: 1e8 } as const, 0, 1e6, 100_000],
    ['no more than the cap', { model: 'sqrt', cap: 0.001, depth: 1e10 } as const, 0.002, 1e8, 300_000],
  ])('are %s', (_what, slippage, commissionRate, value, expected) => {
    expect(tradingCost({ commissionRate, slippage }, value)).toBeCloseTo(expected, 6);
  });

  it('are in the run what they are for a single trade', () => {
    const costs = { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.05, depth: 1e5 } } as const;
    const { trades } = run({ pairs: twoPairs, costs }, { QQQ: still, SQQQ: still, TLT: still, TBT: still });
    expect(trades).toHaveLength(4);
    for (const { value, cost } of trades) expect(cost).toBeCloseTo(tradingCost(costs, Math.abs(value)), 9);
  });
});

describe('the first purchase', () => {
  it('is what the money buys after costs, at target weights', () => {
    const costs = { commissionRate: 0.25, slippage: { model: 'none' } };
    const made = run({ costs }, { QQQ: still, SQQQ: still });
    expect(made.nav[0]).toBeCloseTo(800, 6);
    expect(made.cash[0]).toBeCloseTo(0, 6);
    expect(made.trades.map(({ symbol, value, reason }) => [symbol, Math.round(value), reason])).toEqual([
      ['QQQ', 600, 'initial'],
      ['SQQQ', 200, 'initial'],
    ]);
  });
});

describe('scopes', () => {
  // QQQ doubles: its pair of 750 + 250 is 1500 + 250, the portfolio of 2000 is 2750.
  const paths: Paths = { QQQ: { closes: [100, 200, 200] }, SQQQ: still, TLT: still, TBT: still };
  const made = (scope: string, measure: string) =>
    run({ capital: 2000, pairs: twoPairs, rebalance: rebalance({ scope, drift: { measure, tolerance: 0.1 } }) }, paths);

  it('breached: each breached pair goes to its weight of the portfolio, the rest is cash', () => {
    const { pairs, cash, rebalances, exposure } = made('breached', 'weight');
    expect(pairs[0]?.drift[1]).toBeCloseTo(1500 / 2750 - 0.375, 12);
    expect(pairs[1]?.drift[1]).toBeCloseTo(0.25 - 500 / 2750, 12);
    expect(row(pairs[0]?.baseValue)[1]).toBeCloseTo(0.375 * 2750, 9);
    expect(row(pairs[0]?.inverseValue)[1]).toBeCloseTo(0.125 * 2750, 9);
    expect(row(pairs[1]?.baseValue)[1]).toBe(500);
    expect(cash[1]).toBeCloseTo(2750 - 1375 - 1000, 9);
    expect(exposure[1]).toBeCloseTo(2375 / 2750, 12);
    expect(rebalances).toBe(1);
  });

  it('pair: each breached pair is re-hedged within its own value', () => {
    const { pairs, cash, netDelta } = made('pair', 'delta');
    expect(pairs.map(({ drift }) => drift[1])).toEqual([expect.closeTo(750 / 1750, 12), 0]);
    expect(row(pairs[0]?.baseValue)[1]).toBeCloseTo(0.75 * 1750, 9);
    expect(row(pairs[0]?.inverseValue)[1]).toBeCloseTo(0.25 * 1750, 9);
    expect(cash[1]).toBeCloseTo(0, 9);
    expect(netDelta[1]).toBeCloseTo(0, 12);
  });

  it('portfolio: all pairs go to target', () => {
    const { pairs, trades } = made('portfolio', 'weight');
    expect(pairs[0]?.baseValue[1]).toBeCloseTo(0.375 * 2750, 9);
    expect(pairs[1]?.baseValue[1]).toBeCloseTo(0.25 * 2750, 9);
    expect(trades.slice(4).map(({ reason }) => reason)).toEqual(['drift', 'drift', 'drift', 'drift']);
  });
});

describe('calendar rebalancing', () => {
  // 2018-01-01 is a Monday. QQQ doubles on the Wednesday, the next check session is Monday the 8th.
  const paths: Paths = {
    QQQ: { closes: [100, 100, 200, 200, 200, 200] },
    ...Object.fromEntries(['SQQQ', 'TLT', 'TBT'].map((symbol) => [symbol, { closes: Array<number>(6).fill(100) }])),
  };
  const rule = { check: 'weekly', scope: 'breached' };
  const made = (changes: object = {}) =>
    run({ capital: 2000, pairs: twoPairs, rebalance: { ...rule, ...changes } }, paths);

  it('takes every check session for a breach of every pair, and no other session', () => {
    const { trades, rebalances, pairs } = made();
    expect(trades.slice(4).map(({ session, symbol, reason }) => [session, symbol, reason])).toEqual(
      ['QQQ', 'SQQQ', 'TLT', 'TBT'].map((symbol) => ['2018-01-08', symbol, 'calendar']),
    );
    expect(rebalances).toBe(1);
    expect(pairs.map(({ baseValue, inverseValue }) => [baseValue[5], inverseValue[5]])).toEqual([
      [expect.closeTo(0.375 * 2750, 9), expect.closeTo(0.125 * 2750, 9)],
      [expect.closeTo(0.25 * 2750, 9), expect.closeTo(0.25 * 2750, 9)],
    ]);
  });

  it('is the same for tolerance 0 in either measure', () => {
    for (const measure of ['weight', 'delta']) {
      const { trades, nav } = made({ drift: { measure, tolerance: 0 } });
      expect([trades, nav]).toEqual([made().trades, made().nav]);
    }
  });

  it('re-hedges every pair within its own value under scope pair', () => {
    const { pairs } = made({ scope: 'pair' });
    expect([pairs[0]?.baseValue[5], pairs[1]?.baseValue[5]]).toEqual([expect.closeTo(0.75 * 1750, 9), 500]);
  });

  it('fills at the next open what a check session decides, whatever has drifted by then', () => {
    // The decision of Tuesday, when nothing has drifted, meets the doubled price at Wednesday's open.
    const { trades } = run(
      { capital: 2000, pairs: twoPairs, fill: 'next-open', rebalance: { check: 'daily', scope: 'portfolio' } },
      paths,
    );
    expect(trades.filter(({ reason }) => reason !== 'initial').map(({ session }) => session)).toEqual(
      Array<string>(4).fill('2018-01-03'),
    );
  });

  it('leaves alone on a check session what is on target: a trade of nothing is none', () => {
    const still6 = { closes: [100, 100, 100, 100, 100, 100] };
    const { trades } = run({ rebalance: { check: 'daily', scope: 'portfolio' } }, { QQQ: still6, SQQQ: still6 });
    expect(trades).toHaveLength(2);
  });
});

describe('fills', () => {
  // QQQ goes 100, 200, opens at 150, closes at 300.
  const paths: Paths = {
    QQQ: { closes: [100, 200, 300, 300], opens: [100, 200, 150, 300] },
    SQQQ: { closes: [100, 100, 100, 100] },
  };
  const made = (fill: string) =>
    run({ fill, rebalance: rebalance({ drift: { measure: 'weight', tolerance: 0.05 } }) }, paths);

  it('close: the session that decides trades', () => {
    const { trades, sessions } = made('close');
    expect(trades.map(({ session }) => sessions.indexOf(session))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(trades[2]?.price).toBe(2);
  });

  it('next-open: the first purchase is made on the second session, at its open', () => {
    const { trades, sessions, cash, nav } = made('next-open');
    expect([nav[0], cash[0]]).toEqual([1000, 1000]);
    expect(trades.slice(0, 2).map(({ session, price }) => [sessions.indexOf(session), price])).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  it('next-open: NAV and held values are those of the open, and drift is measured again at the close', () => {
    // 750 of QQQ bought at 200 closes at 300: 1125 and 250, weight 0.818: breached, to be filled at the next open, 300.
    const { trades, sessions, pairs } = made('next-open');
    expect(row(pairs[0]?.drift)[2]).toBeCloseTo(1125 / 1375 - 0.75, 12);
    expect(trades.slice(2).map(({ session, symbol }) => [sessions.indexOf(session), symbol])).toEqual([
      [3, 'QQQ'],
      [3, 'SQQQ'],
    ]);
    expect(trades[2]?.value).toBeCloseTo(0.75 * 1375 - 1125, 9);
    expect(trades[3]?.value).toBeCloseTo(0.25 * 1375 - 250, 9);
  });

  it('a decision on the last session is not filled', () => {
    const { trades, state } = run(
      { fill: 'next-close', rebalance: rebalance({ drift: { measure: 'weight', tolerance: 0.05 } }) },
      {
        QQQ: { closes: [100, 100, 300] },
        SQQQ: still,
      },
    );
    expect(trades).toHaveLength(2);
    expect(state.pending).toEqual(['drift']);
  });

  it('a check schedule of never still makes the first purchase, and nothing else', () => {
    expect(run({ fill: 'next-close', rebalance: rebalance({ check: 'never' }) }, paths).trades).toHaveLength(2);
  });
});

describe('dated leverage', () => {
  it('moves the hedge on the first check at or after the step', () => {
    const stepped = [
      pairFile('QQQ', 'SQQQ', [
        { from: '2018-01-01', ratio: 3 },
        { from: '2018-01-03', ratio: 1 },
      ]),
    ];
    const { pairs, netDelta } = run(
      { pairs: stepped, rebalance: rebalance({ scope: 'pair', drift: { measure: 'delta', tolerance: 0.2 } }) },
      { QQQ: still, SQQQ: still },
    );
    expect(row(pairs[0]?.baseValue)).toEqual([750, 750, 500]);
    expect(row(pairs[0]?.drift)).toEqual([Number.NaN, 0, 0.5]);
    expect(row(netDelta)).toEqual([0, 0, 0]);
  });
});

it('holds a symbol of two pairs once for each', () => {
  const shared = [pairFile('QQQ', 'SQQQ'), pairFile('SMH', 'SQQQ', [{ from: '2010-01-01', ratio: 1 }])];
  const { trades } = run({ capital: 2000, pairs: shared }, { QQQ: still, SQQQ: still, SMH: still });
  expect(trades.map(({ symbol, pair, value }) => [symbol, pair, value])).toEqual([
    ['QQQ', 0, 750],
    ['SQQQ', 0, 250],
    ['SMH', 1, 500],
    ['SQQQ', 1, 500],
  ]);
});

it('refuses costs that no purchase can pay for', () => {
  const costs = { commissionRate: 0.9999, slippage: { model: 'fixed', rate: 0.9999 } };
  expect(() => run({ costs }, { QQQ: still, SQQQ: still })).toThrow('costs: no value pays for its own trades');
});
