import type { BacktestRun } from '../backtest';
import { marketColumn } from './attribution-columns';
import { addParts, NO_PARTS } from './attribution-years';
import type { Attribution, AttributionParts, PairAttribution } from './report-model';
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
  const pairs = histories.flatMap((history, position): PairAttribution[] => {
    const pair = run.pairs[position];
    if (pair === undefined) return [];
    const parts = partsOf(history.spells);
    const market = sum(marketColumn(run, pair, history.baseReturns));
    const first = { market, timing: parts.exposure - market };
    return [{ base: pair.base, inverse: pair.inverse, ...parts, ...first, spells: history.spells.length }];
  });
  return { ...pairs.reduce<AttributionParts>(addParts, NO_PARTS), pairs };
}

/** The sums over spells, one after the other. */
function partsOf(spells: Iterable<Spell>): AttributionParts {
  let parts = NO_PARTS;
  for (const spell of spells) parts = addParts(parts, spellParts(spell));
  return parts;
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

function sum(column: Float64Array): number {
  return column.reduce((total, value) => total + value, 0);
}
