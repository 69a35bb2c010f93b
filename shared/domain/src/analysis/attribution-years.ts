import type { BacktestRun } from '../backtest';
import { at } from '../column';
import { calendarSpans, type CalendarSpan } from './calendar-tables';
import { meanNetDelta } from './mean-net-delta';
import type { AttributionParts, PairAttributionParts, YearAttribution } from './report-model';
import type { PairHistory } from './spell-model';

/**
 * The parts of what one pair earned in a calendar year, as far as no later session changes them: without the split of `exposure`
 * into `market` and `timing`, which takes the mean net delta of the whole run.
 */
export interface PairYear extends Omit<PairAttributionParts, 'market' | 'timing'> {
  /** Sum of NAV_(t-1) r_base, in money: what the base's moves would have earned on a net delta of 1. `market` is m times that. */
  readonly perDelta: number;
}

/** The pairs of one calendar year, or of as much of it as the run covers, in the run's order. */
export interface AttributionYear {
  readonly year: number;
  readonly pairs: readonly PairYear[];
}

/**
 * The calendar years of a run, each made when it is asked for.
 * @param histories the pairs of `run`, in its order
 */
export function attributionYears(
  run: BacktestRun,
  histories: () => readonly PairHistory[],
): { readonly year: number; readonly make: () => AttributionYear }[] {
  return calendarSpans(run.sessions, 'year').map((span) => ({
    year: span.year,
    make: () => ({
      year: span.year,
      pairs: histories().flatMap((history, position): PairYear[] => {
        const pair = run.pairs[position];
        return pair === undefined ? [] : [{ base: pair.base, inverse: pair.inverse, ...partsOf(run, history, span) }];
      }),
    }),
  }));
}

/** Each pair's mean net delta over a run (docs/numbers.md, section 6), in the run's order. */
export function meanNetDeltas(run: BacktestRun): number[] {
  return run.pairs.map((pair) => meanNetDelta(run, pair));
}

/** A year with its exposure split by each pair's mean net delta over the whole run; over the pairs every part adds up. */
export function yearAttribution({ year, pairs }: AttributionYear, means: readonly number[]): YearAttribution {
  const split = pairs.map(({ perDelta, ...parts }, position) => {
    const market = (means[position] ?? Number.NaN) * perDelta;
    return { ...parts, market, timing: parts.exposure - market };
  });
  return { year, ...split.reduce<AttributionParts>(addParts, NO_PARTS), pairs: split };
}

/**
 * The parts of a run by calendar year: the sums over each year's sessions. A spell that lasts over the turn
 * of a year gives each year what its closed form gained there, and `market` is that of the whole run's mean net delta,
 * so that the years add up to the run in every part. A year's `total` is its change of NAV.
 */
export function attributionByYear(run: BacktestRun, histories: readonly PairHistory[]): YearAttribution[] {
  const means = meanNetDeltas(run);
  return attributionYears(run, () => histories).map(({ make }) => yearAttribution(make(), means));
}

function partsOf(
  { nav }: BacktestRun,
  history: PairHistory,
  { first, end }: CalendarSpan,
): Omit<PairYear, 'base' | 'inverse'> {
  const { exposure, tracking, cost, trend, decay, direction, profit, baseReturns } = history;
  const sum = (of: (row: number) => number): number => {
    let total = 0;
    for (let row = first; row < end; row++) total += of(row);
    return total;
  };
  return {
    exposure: sum((row) => at(exposure, row)),
    perDelta: sum((row) => (row === 0 ? 0 : at(nav, row - 1) * at(baseReturns, row))),
    tracking: sum((row) => at(tracking, row)),
    cost: sum((row) => 0 - at(cost, row)),
    trend: sum((row) => at(trend, row)),
    decay: sum((row) => at(decay, row)),
    direction: sum((row) => at(direction, row)),
    residual: sum((row) => at(exposure, row) - at(trend, row) - at(decay, row) - at(direction, row)),
    total: sum((row) => at(profit, row) - at(cost, row)),
  };
}

/** Parts of nothing. */
export const NO_PARTS: AttributionParts = {
  exposure: 0,
  market: 0,
  timing: 0,
  tracking: 0,
  cost: 0,
  trend: 0,
  decay: 0,
  direction: 0,
  residual: 0,
  total: 0,
};

/** The sum of two, part by part. */
export function addParts(a: AttributionParts, b: AttributionParts): AttributionParts {
  return {
    exposure: a.exposure + b.exposure,
    market: a.market + b.market,
    timing: a.timing + b.timing,
    tracking: a.tracking + b.tracking,
    cost: a.cost + b.cost,
    trend: a.trend + b.trend,
    decay: a.decay + b.decay,
    direction: a.direction + b.direction,
    residual: a.residual + b.residual,
    total: a.total + b.total,
  };
}
