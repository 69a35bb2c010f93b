import type { BacktestRun } from '../backtest';
import type { Attribution, AttributionParts, PairAttribution } from './report-model';
import type { PairHistory, Spell } from './spells';

/**
 * Splits a run's profit into what caused it, additive and exact (docs/numbers.md, section 6). For a spell
 * that starts with value P, x = sum of ln(1 + r_base), V = sum of ln(1 + r_base)^2, L the ratio at
 * its start:
 *
 * - `trend` = P L/2 x^2 and `decay` = -P L/2 V: a hedged pair left alone, to second order
 * - `tracking`: what the inverse fund earned beyond -L times the base, each session, with that session's L
 * - `cost`: commission and slippage
 * - `direction`: market exposure of a spell that starts unhedged
 * - `residual`: higher orders, and what the closed forms leave
 *
 * @param histories the pairs of `run`, in its order
 * @returns parts that add up to each pair's profit, and over the pairs to the change of NAV
 */
export function attribute(run: BacktestRun, histories: readonly PairHistory[]): Attribution {
  const pairs = histories.flatMap((history, position): PairAttribution[] => {
    const columns = run.pairs[position];
    if (columns === undefined) return [];
    const parts = history.spells.map(spellParts).reduce(addParts, NOTHING);
    return [{ base: columns.base, inverse: columns.inverse, ...parts, spells: history.spells.length }];
  });
  return { ...pairs.reduce<AttributionParts>(addParts, NOTHING), pairs };
}

function spellParts(spell: Spell): AttributionParts {
  const { trend, decay, tracking, direction, profit, cost } = spell;
  return {
    trend,
    decay,
    tracking,
    cost: 0 - cost,
    direction,
    residual: profit - trend - decay - tracking - direction,
    total: profit - cost,
  };
}

const NOTHING: AttributionParts = { trend: 0, decay: 0, tracking: 0, cost: 0, direction: 0, residual: 0, total: 0 };

function addParts(a: AttributionParts, b: AttributionParts): AttributionParts {
  return {
    trend: a.trend + b.trend,
    decay: a.decay + b.decay,
    tracking: a.tracking + b.tracking,
    cost: a.cost + b.cost,
    direction: a.direction + b.direction,
    residual: a.residual + b.residual,
    total: a.total + b.total,
  };
}
