import type { BacktestRun } from '../backtest';
import { attributionColumns, type AttributionColumns } from './attribution-columns';
import { calendarSpans } from './calendar-tables';
import type {
  Attribution,
  AttributionParts,
  PairAttribution,
  PairAttributionParts,
  YearAttribution,
} from './report-model';
import type { PairHistory, Spell } from './spell-model';

/**
 * Splits a run's profit into what caused it, additive and exact (docs/numbers.md, section 6).
 *
 * The first answer is session by session: `exposure` (of which `market` and `timing`), `tracking` and `cost` leave nothing over.
 * The second says why the exposure paid. For a spell that starts with value P, x = sum of ln(1 + r_base),
 * V = sum of ln(1 + r_base)^2, L the ratio at its start:
 *
 * - `trend` = P L/2 x^2 and `decay` = -P L/2 V: a hedged pair left alone, to second order
 * - `direction`: market exposure of a spell that starts unhedged
 * - `residual`: higher orders, and what the closed forms leave
 *
 * @param histories the pairs of `run`, in its order
 * @returns parts that add up to each pair's profit, and over the pairs to the change of NAV
 */
export function attribute(run: BacktestRun, histories: readonly PairHistory[]): Attribution {
  const columns = attributionColumns(run, histories);
  const pairs = histories.flatMap((history, position): PairAttribution[] => {
    const pair = run.pairs[position];
    const own = columns[position];
    if (pair === undefined || own === undefined) return [];
    const parts = history.spells.map(spellParts).reduce(addParts, NOTHING);
    const market = sum(own.market, 0, own.market.length);
    const first = { market, timing: parts.exposure - market };
    return [{ base: pair.base, inverse: pair.inverse, ...parts, ...first, spells: history.spells.length }];
  });
  return { ...pairs.reduce<AttributionParts>(addParts, NOTHING), pairs };
}

/**
 * {@link attribute} by calendar year: the sums over each year's sessions. A spell that lasts over the turn
 * of a year gives each year what its closed form gained there, and `market` is that of the whole run's mean net delta,
 * so that the years add up to the run in every part. A year's `total` is its change of NAV.
 */
export function attributionByYear(run: BacktestRun, histories: readonly PairHistory[]): YearAttribution[] {
  const columns = attributionColumns(run, histories);
  return calendarSpans(run.sessions, 'year').map(({ year, first, end }) => {
    const pairs = columns.flatMap((own, position): PairAttributionParts[] => {
      const pair = run.pairs[position];
      return pair === undefined ? [] : [{ base: pair.base, inverse: pair.inverse, ...partsBetween(own, first, end) }];
    });
    return { year, ...pairs.reduce<AttributionParts>(addParts, NOTHING), pairs };
  });
}

function spellParts(spell: Spell): AttributionParts {
  const { exposure, trend, decay, tracking, direction, profit, cost } = spell;
  return {
    exposure,
    market: 0,
    timing: 0,
    tracking,
    cost: 0 - cost,
    trend,
    decay,
    direction,
    residual: profit - trend - decay - tracking - direction,
    total: profit - cost,
  };
}

function partsBetween(columns: AttributionColumns, first: number, end: number): AttributionParts {
  const part = (column: Float64Array) => sum(column, first, end);
  return {
    exposure: part(columns.exposure),
    market: part(columns.market),
    timing: part(columns.timing),
    tracking: part(columns.tracking),
    cost: part(columns.cost),
    trend: part(columns.trend),
    decay: part(columns.decay),
    direction: part(columns.direction),
    residual: part(columns.residual),
    total: part(columns.total),
  };
}

function sum(column: Float64Array, first: number, end: number): number {
  let total = 0;
  for (let row = first; row < end; row++) total += column[row] ?? Number.NaN;
  return total;
}

const NOTHING: AttributionParts = {
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

function addParts(a: AttributionParts, b: AttributionParts): AttributionParts {
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
