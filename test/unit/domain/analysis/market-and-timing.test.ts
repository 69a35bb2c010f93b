import fc from 'fast-check';
import {
  attribute,
  attributionByYear,
  attributionColumns,
  pairHistories,
  type AttributionParts,
} from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { day } from '../../../factories/bars';
import { fundSeries, idealInverse, market } from '../../../factories/funds';
import { pairFile, portfolioFile, presets } from '../../../factories/portfolio';
import { randomMarket } from '../../../factories/random-market';
import { realSeriesOf } from '../../../support/real-series';
import { describeWithSharedData } from '../../../support/shared-data';

/** Runs a portfolio and takes its profit apart. */
function attributed(portfolio: Portfolio, series: ReadonlyMap<Ticker, Series>) {
  const panel = buildPanel(portfolio, series);
  const run = runBacktest(portfolio, panel);
  const histories = pairHistories(run, panel, portfolio.fill);
  return {
    run,
    whole: attribute(run, histories),
    years: attributionByYear(run, histories),
    columns: attributionColumns(run, histories),
  };
}

function portfolioOf(changes: Record<string, unknown> = {}): Portfolio {
  return parsePortfolio(portfolioFile(changes), 'test');
}

/** A pair of ideal funds at 3 times, 1000 put in, never re-hedged. */
function leftAlone(returns: readonly number[]) {
  const never = { check: 'never', drift: { measure: 'delta', tolerance: 0.1 }, scope: 'pair' };
  return attributed(
    portfolioOf({ rebalance: never }),
    market(fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)),
  );
}

const PARTS = [
  'exposure',
  'market',
  'timing',
  'tracking',
  'cost',
  'trend',
  'decay',
  'direction',
  'residual',
  'total',
] as const satisfies readonly (keyof AttributionParts)[];

/** The three sums that the parts promise, as how far each is off. */
function remainders(parts: AttributionParts): number[] {
  return [
    parts.exposure + parts.tracking + parts.cost - parts.total,
    parts.market + parts.timing - parts.exposure,
    parts.trend + parts.decay + parts.direction + parts.residual - parts.exposure,
  ];
}

/** The largest size; NaN where one is none. */
function largest(values: readonly number[]): number {
  return values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
}

function rowOfYearEnd(sessions: readonly SessionDate[], year: number): number {
  return sessions.findLastIndex((session) => session.startsWith(String(year)));
}

describe('exposure, market and timing of a pair of ideal funds', () => {
  it('are what the net delta left after a move earns from the next, here in line with its mean', () => {
    // 750 and 250 become 825 and 175: a net delta of 825 - 3 * 175 = 300, on which the second 10 % earns 30.
    const { whole, run } = leftAlone([0.1, 0.1]);
    expect(whole.exposure).toBeCloseTo(30, 10);
    expect(run.nav.at(-1)).toBeCloseTo(1030, 10);
    // A mean of (0 + 0.3) / 2, held through 10 % of 1000 twice.
    expect(whole.market).toBeCloseTo(0.15 * (100 + 100), 10);
    expect(whole.timing).toBeCloseTo(0, 10);
    expect(whole.tracking).toBeCloseTo(0, 10);
  });

  it('are all timing where the market comes to nothing', () => {
    // The same 300 meet a fall of 10 %; the market's two moves cancel.
    const { whole } = leftAlone([0.1, -0.1]);
    expect(whole.exposure).toBeCloseTo(-30, 10);
    expect(whole.market).toBeCloseTo(0, 10);
    expect(whole.timing).toBeCloseTo(-30, 10);
  });

  it('come with what the closed form grew by on each session', () => {
    const { columns } = leftAlone([0.1, 0.1]);
    // P L/2 = 1500; x goes from 0 to ln 1.1 to 2 ln 1.1.
    const square = 1500 * Math.log(1.1) ** 2;
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9) as unknown);
    expect(columns.map(({ trend, decay }) => [Array.from(trend), Array.from(decay)])).toEqual([
      [close([0, square, 3 * square]), close([0, -square, -square])],
    ]);
  });

  it('are nothing for a pair re-hedged every session', () => {
    const returns = Array.from({ length: 60 }, (_, at) => Math.sin(at * at) / 30);
    const rebalance = { check: 'daily', drift: { measure: 'delta', tolerance: 1e-12 }, scope: 'pair' };
    const { whole } = attributed(
      portfolioOf({ rebalance }),
      market(fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)),
    );
    for (const part of ['exposure', 'market', 'timing', 'tracking', 'total'] as const)
      expect(whole[part]).toBeCloseTo(0, 8);
  });

  it('hold the session with a fill at the open at its old values overnight and its new ones by day', () => {
    const rebalance = { check: 'daily', drift: { measure: 'delta', tolerance: 0.2 }, scope: 'pair' };
    const base = fundSeries('QQQ', [0.1, 0.1, 0.21], (session) => (session === 3 ? 0.1 : 0));
    const inverse = fundSeries('SQQQ', [-0.3, -0.3, -0.51], (session) => (session === 3 ? -0.3 : 0));
    const { whole, columns, run } = attributed(portfolioOf({ rebalance, fill: 'next-open' }), market(base, inverse));
    // Row 1: bought at its open, where row 0 closed; up 10 % by day from a hedged start: no exposure, 825 and 175.
    // A drift of 0.3 is filled at row 2's open, where row 1 closed: re-hedged, up 10 % by day, 825 and 175 again.
    // That is filled at row 3's open, 10 % up, to which the old values were held:
    const night = 300 * 0.1;
    // and hedged from there, so that the day's 10 % (1.21 / 1.1) earns no exposure.
    expect(run.trades.map(({ session }) => run.sessions.indexOf(session))).toEqual([1, 1, 2, 2, 3, 3]);
    expect(Array.from(columns[0]?.exposure ?? [])).toEqual([
      0,
      expect.closeTo(0, 9),
      expect.closeTo(0, 9),
      expect.closeTo(night, 9),
    ]);
    expect(whole.exposure).toBeCloseTo(night, 9);
    // The net deltas at the closes of rows 0 to 2, over NAV: 0 before the purchase, then 0.3 and 0.3.
    const mean = (0 + 0.3 + 0.3) / 3;
    expect(whole.market).toBeCloseTo(mean * (1000 * 0.1 + 1000 * 0.1 + 1000 * 0.21), 8);
  });

  it('measure the delta by the ratio of the session it is held through', () => {
    // From the third session on the fund moves twice as far: 825 and 175 then are 825 - 350 of net delta.
    const steps = [
      { from: '2010-01-01', ratio: 3 },
      { from: '2015-01-06', ratio: 2 },
    ];
    const never = { check: 'never', drift: { measure: 'delta', tolerance: 0.1 }, scope: 'pair' };
    const { whole } = attributed(
      portfolioOf({ pairs: [pairFile('QQQ', 'SQQQ', steps)], rebalance: never }),
      market(fundSeries('QQQ', [0.1, 0.1]), fundSeries('SQQQ', [-0.3, -0.2])),
    );
    expect(whole.exposure).toBeCloseTo((825 - 2 * 175) * 0.1, 10);
    expect(whole.tracking).toBeCloseTo(0, 10);
  });

  it('have no market in a single session', () => {
    const { whole } = leftAlone([]);
    expect(PARTS.map((part) => whole[part])).toEqual(new Array(PARTS.length).fill(0));
  });
});

describe('the attribution of any portfolio', () => {
  const rules = fc.record({
    check: fc.constantFrom('daily', 'weekly', 'monthly', 'never'),
    drift: fc.record({
      measure: fc.constantFrom('weight', 'delta'),
      tolerance: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    }),
    scope: fc.constantFrom('breached', 'pair', 'portfolio'),
  });
  const leverage = [
    { from: '2014-01-01', ratio: 3 },
    { from: '2018-09-14', ratio: 2 },
  ];
  const filter = { pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }] } };

  it('adds up three ways and by year, in every part, to what the NAV did', () => {
    const seeds = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(
        seeds,
        rules,
        fc.constantFrom('close', 'next-open', 'next-close'),
        fc.boolean(),
        (seed, rebalance, fill, filtered) => {
          const portfolio = portfolioOf({
            pairs: [pairFile('QQQ', 'SQQQ'), pairFile('XLE', 'ERY', leverage)],
            rebalance,
            fill,
            costs: { commissionRate: 0.001, slippage: { model: 'fixed', rate: 0.0005 } },
            ...(filtered ? { regimeFilter: filter } : {}),
          });
          const { run, whole, years, columns } = attributed(portfolio, randomMarket(symbolsOf(portfolio), seed, 600));
          const everyParts = [whole, ...whole.pairs, ...years, ...years.flatMap(({ pairs }) => pairs)];
          const byYear = PARTS.map((part) => years.reduce((sum, year) => sum + year[part], 0) - whole[part]);
          const yearEnds = years.map(({ year }) => run.nav[rowOfYearEnd(run.sessions, year)] ?? Number.NaN);
          const changes = years.map(
            ({ total }, at) => total - ((yearEnds[at] ?? 0) - (yearEnds[at - 1] ?? run.capital)),
          );
          const sessions = Array.from(run.nav, (nav, row) => {
            const earned = columns.reduce((sum, { total }) => sum + (total[row] ?? Number.NaN), 0);
            return earned - (nav - (run.nav[row - 1] ?? run.capital));
          });
          expect(years.map(({ year }) => year)).toEqual([2018, 2019, 2020]);
          expect(largest(everyParts.flatMap(remainders))).toBeLessThan(1e-9 * run.capital);
          expect(largest(byYear)).toBeLessThan(1e-9 * run.capital);
          expect(largest(changes)).toBeLessThan(1e-9 * run.capital);
          expect(largest(sessions)).toBeLessThan(1e-9 * run.capital);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describeWithSharedData('was it market neutral?', () => {
  const range = { from: day('2017-01-01'), to: day('2023-12-31') };
  const attributionOf = (portfolio: Portfolio) => {
    const panel = buildPanel(portfolio, realSeriesOf(symbolsOf(portfolio)), range);
    const run = runBacktest(portfolio, panel);
    return { run, whole: attribute(run, pairHistories(run, panel, portfolio.fill)) };
  };

  it('classic was not: with a mean net delta of a half, most of its gain is the market', () => {
    const { run, whole } = attributionOf(presets.classic);
    const mean = run.netDelta.reduce((sum, delta) => sum + delta, 0) / run.netDelta.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(whole.total).toBeGreaterThan(0);
    expect(whole.market / whole.total).toBeGreaterThan(0.75);
  });

  it('hedged was: the market made less than a tenth of what it made for classic', () => {
    const { whole } = attributionOf(presets.hedged);
    expect(Math.abs(whole.market)).toBeLessThan(attributionOf(presets.classic).whole.market / 10);
  });
});
