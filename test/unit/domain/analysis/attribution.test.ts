import fc from 'fast-check';
import type { Attribution } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Series } from '@evenkeel/domain/prices';
import { attribute } from '../../../../shared/domain/src/analysis/attribution';
import { pairHistories } from '../../../../shared/domain/src/analysis/spells';
import { fundSeries, idealInverse, market, sessionsFrom2015 } from '../../../factories/funds';
import { pairFile, portfolioFile } from '../../../factories/portfolio';

/** Runs a portfolio and takes its profit apart. */
function attributionOf(portfolio: Portfolio, series: readonly Series[]) {
  const panel = buildPanel(portfolio, market(...series));
  const run = runBacktest(portfolio, panel);
  const histories = pairHistories(run, panel, portfolio.fill);
  return { run, histories, attribution: attribute(run, histories) };
}

function portfolioOf(changes: Record<string, unknown> = {}): Portfolio {
  return parsePortfolio(portfolioFile(changes), 'test');
}

const NEVER = { check: 'never', drift: { measure: 'delta', tolerance: 0.1 }, scope: 'pair' };
const PARTS = ['trend', 'decay', 'tracking', 'cost', 'direction', 'residual'] as const;

function sumOfParts(parts: Attribution): number {
  return PARTS.reduce((sum, key) => sum + parts[key], 0);
}

describe('attribution of a pair of ideal funds', () => {
  const trending = new Array<number>(20).fill(0.001);

  it('is trend and decay to second order, nothing is tracking, cost or direction', () => {
    const { attribution, run } = attributionOf(portfolioOf({ rebalance: NEVER }), [
      fundSeries('QQQ', trending),
      idealInverse('SQQQ', trending, 3),
    ]);
    const log = Math.log(1.001);
    expect(attribution.trend).toBeCloseTo(((1000 * 3) / 2) * (20 * log) ** 2, 9);
    expect(attribution.decay).toBeCloseTo(((-1000 * 3) / 2) * 20 * log ** 2, 9);
    expect(attribution.tracking).toBeCloseTo(0, 9);
    expect(attribution.cost).toBe(0);
    expect(attribution.direction).toBeCloseTo(0, 9);
    // The closed form stops at the second order: what is left is of the order L^2 x^3.
    expect(Math.abs(attribution.residual)).toBeLessThan(1000 * 9 * (20 * log) ** 3);
    expect(attribution.total).toBeCloseTo((run.nav.at(-1) ?? 0) - 1000, 9);
  });

  it('comes within second order of the truth on any small moves', () => {
    const moves = fc.array(fc.double({ min: -0.004, max: 0.004, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(moves, fc.constantFrom(1, 2, 3), (returns, ratio) => {
        const pairs = [pairFile('QQQ', 'SQQQ', [{ from: '2010-01-01', ratio }])];
        const { attribution } = attributionOf(portfolioOf({ pairs, rebalance: NEVER }), [
          fundSeries('QQQ', returns),
          idealInverse('SQQQ', returns, ratio),
        ]);
        const path = returns.reduce((sum, value) => sum + Math.abs(value), 0);
        expect(attribution.tracking).toBeCloseTo(0, 8);
        expect(Math.abs(attribution.residual)).toBeLessThanOrEqual(1000 * 2 * (ratio * path) ** 3 + 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('counts a constant fee of the inverse fund as tracking, on the value held there', () => {
    const flat = new Array<number>(10).fill(0);
    const { attribution } = attributionOf(portfolioOf({ rebalance: NEVER }), [
      fundSeries('QQQ', flat),
      fundSeries('SQQQ', new Array<number>(10).fill(-0.0001)),
    ]);
    // A quarter of 1000 is in the inverse fund and shrinks by 1 basis point a session.
    expect(attribution.tracking).toBeCloseTo(250 * (0.9999 ** 10 - 1), 9);
    expect(attribution.residual).toBeCloseTo(0, 9);
  });

  it('holds the fund to the leverage of each session, also where the issuer changes it inside a spell', () => {
    const returns = [0.01, -0.02, 0.015, 0.01, -0.01, 0.02];
    const sessions = sessionsFrom2015(7);
    const steps = [
      { from: '2010-01-01', ratio: 3 },
      { from: sessions[4], ratio: 2 },
    ];
    const stepped = fundSeries(
      'SQQQ',
      returns.map((value, at) => -(at + 1 < 4 ? 3 : 2) * value),
    );
    const { attribution, histories } = attributionOf(
      portfolioOf({ pairs: [pairFile('QQQ', 'SQQQ', steps)], rebalance: NEVER }),
      [fundSeries('QQQ', returns), stepped],
    );
    expect(histories[0]?.spells).toHaveLength(1);
    expect(attribution.tracking).toBeCloseTo(0, 9);
  });

  it('separates direction where a spell starts unhedged', () => {
    // Held at 2:1 weights against a fund of three times: the hedge of 1000 is off by 1000 (2/3 - 3/3) from the start.
    const pairs = [pairFile('QQQ', 'SQQQ', [{ from: '2010-01-01', ratio: 2 }])];
    const panelSeries = [fundSeries('QQQ', [0.02]), idealInverse('SQQQ', [0.02], 2)];
    const portfolio = portfolioOf({ pairs, rebalance: NEVER });
    const panel = buildPanel(portfolio, market(...panelSeries));
    const run = runBacktest(portfolio, panel);
    const [columns] = run.pairs;
    const unhedged = { ...run, pairs: columns ? [{ ...columns, ratio: columns.ratio.map(() => 3) }] : [] };
    const attribution = attribute(unhedged, pairHistories(unhedged, panel, 'close'));
    expect(attribution.direction).toBeCloseTo((2000 / 3 - 3 * (1000 / 3)) * 0.02, 9);
    expect(attribution.tracking).toBeCloseTo((1000 / 3) * (-0.04 + 3 * 0.02), 9);
    expect(sumOfParts(attribution)).toBeCloseTo(attribution.total, 9);
  });

  it('has the cost of the purchase, which opens the first spell', () => {
    const costs = { commissionRate: 0.01, slippage: { model: 'none' } };
    const { attribution, run } = attributionOf(portfolioOf({ costs, rebalance: NEVER }), [
      fundSeries('QQQ', [0]),
      idealInverse('SQQQ', [0], 3),
    ]);
    // All of 1000 / 1.01 is bought.
    expect(attribution.cost).toBeCloseTo(-10 / 1.01, 9);
    expect(attribution.total).toBeCloseTo((run.nav.at(-1) ?? 0) - 1000, 9);
  });
});

describe('spells', () => {
  // 3 % up every session: daily re-hedging above 5 % of drift.
  const returns = [0.03, 0.03, 0.03, 0.03];
  const daily = { check: 'daily', drift: { measure: 'delta', tolerance: 0.05 }, scope: 'pair' };
  const series = [fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)];

  it('run from trade to trade and to the end', () => {
    const { histories, run } = attributionOf(portfolioOf({ rebalance: daily }), series);
    const rows = [...new Set(run.trades.map((trade) => run.sessions.indexOf(trade.session)))];
    expect(rows.length).toBeGreaterThan(1);
    expect([...(histories[0]?.spells ?? [])].map(({ first, last }) => [first, last])).toEqual(
      rows.map((first, position) => [first, rows[position + 1] ?? run.sessions.length - 1]),
    );
  });

  it('part at the open of the session that fills there', () => {
    const gapped = [
      fundSeries('QQQ', returns, () => 0.01),
      fundSeries(
        'SQQQ',
        returns.map((r) => -3 * r),
        () => -0.03,
      ),
    ];
    const { histories, run } = attributionOf(portfolioOf({ rebalance: daily, fill: 'next-open' }), gapped);
    const [first] = histories[0]?.spells ?? [];
    // Bought at the second session's open, 1 % above the first close, and closed at the third's.
    expect(first).toMatchObject({ first: 1, last: 2, startValue: 1000 });
    // From 1.01 times the first close to 1.01 times the second: the base's growth is 1.03.
    expect(first?.trend).toBeCloseTo(1500 * Math.log(1.03) ** 2, 9);
    expect(run.trades[0]?.session).toBe(run.sessions[1]);
  });

  it('end where the regime filter sells the pair, with the cost of the sale', () => {
    // 40 calm sessions, then wild ones: the pair is blocked in high volatility.
    const moves = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i < 40 ? 0.001 : 0.02));
    const portfolio = portfolioOf({
      regimeFilter: { pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }] } },
      costs: { commissionRate: 0.001, slippage: { model: 'none' } },
      rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.9 }, scope: 'pair' },
    });
    const { histories, run, attribution } = attributionOf(portfolio, [
      fundSeries('QQQ', moves),
      idealInverse('SQQQ', moves, 3),
    ]);
    const sale = run.trades.findIndex((trade) => trade.reason === 'regime' && trade.value < 0);
    expect(sale).toBeGreaterThan(0);
    const row = run.sessions.findIndex((session) => session === run.trades[sale]?.session);
    const sold = [...(histories[0]?.spells ?? [])].find((spell) => spell.last === row);
    const costAt = (session: number) => run.cost[session] ?? Number.NaN;
    expect(sold?.cost).toBeCloseTo(costAt(sold?.first ?? 0) + costAt(row), 9);
    expect(attribution.total / ((run.nav.at(-1) ?? 0) - 1000)).toBeCloseTo(1, 9);
  });
});

describe('attribution of any portfolio', () => {
  const moves = fc.array(
    fc.record({
      a: fc.double({ min: -0.06, max: 0.06, noNaN: true }),
      b: fc.double({ min: -0.06, max: 0.06, noNaN: true }),
      basis: fc.double({ min: -0.01, max: 0.01, noNaN: true }),
    }),
    { minLength: 3, maxLength: 40 },
  );
  const rules = fc.record({
    check: fc.constantFrom('daily', 'weekly'),
    drift: fc.record({
      measure: fc.constantFrom('weight', 'delta'),
      tolerance: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    }),
    scope: fc.constantFrom('breached', 'pair', 'portfolio'),
  });
  const leverage = [
    { from: '2014-01-01', ratio: 3 },
    { from: '2015-01-15', ratio: 2 },
  ];

  it('adds up to the change of NAV to 1e-9, pair by pair and in all', () => {
    fc.assert(
      fc.property(moves, rules, fc.constantFrom('close', 'next-open', 'next-close'), (rows, rebalance, fill) => {
        const portfolio = portfolioOf({
          pairs: [pairFile('QQQ', 'SQQQ'), pairFile('XLE', 'ERY', leverage)],
          rebalance,
          fill,
          costs: { commissionRate: 0.001, slippage: { model: 'fixed', rate: 0.0005 } },
        });
        const { attribution, run } = attributionOf(portfolio, [
          fundSeries(
            'QQQ',
            rows.map((row) => row.a),
            (session) => (session % 3) * 0.001,
          ),
          fundSeries(
            'SQQQ',
            rows.map((row) => -3 * row.a + row.basis),
            (session) => (session % 2) * -0.002,
          ),
          fundSeries(
            'XLE',
            rows.map((row) => row.b),
          ),
          fundSeries(
            'ERY',
            rows.map((row) => -2 * row.b),
          ),
        ]);
        const change = (run.nav.at(-1) ?? Number.NaN) - run.capital;
        expect(Math.abs(attribution.total - change)).toBeLessThan(1e-9 * run.capital);
        expect(Math.abs(sumOfParts(attribution) - change)).toBeLessThan(1e-9 * run.capital);
        expect(attribution.cost).toBeCloseTo(-run.cost.reduce((sum, cost) => sum + cost, 0), 9);
      }),
      { numRuns: 60 },
    );
  });
});
