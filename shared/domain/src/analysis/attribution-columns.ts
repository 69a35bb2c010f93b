import type { BacktestRun, PairColumns } from '../backtest';
import { at } from '../column';
import { meanNetDelta } from './mean-net-delta';
import type { AttributionParts } from './report-model';
import type { PairHistory } from './spell-model';

/** {@link AttributionParts} of one pair, session by session: what each session added to each. */
export type AttributionColumns = Readonly<Record<keyof AttributionParts, Float64Array>>;

/**
 * The parts of every session's profit (docs/numbers.md, section 6), one a pair of `run`. Sums of a
 * column over any sessions are the parts of those sessions' profit, and add up like the parts of the whole.
 *
 * `market` = m NAV_(t-1) r_base with m the pair's mean net delta over the whole run, so it is known only at its end.
 *
 * @param histories the pairs of `run`, in its order
 */
export function attributionColumns(run: BacktestRun, histories: readonly PairHistory[]): AttributionColumns[] {
  return histories.flatMap((history, position): AttributionColumns[] => {
    const pair = run.pairs[position];
    if (pair === undefined) return [];
    const { exposure, tracking, trend, decay, direction, profit } = history;
    const market = marketColumn(run, pair, history.baseReturns);
    return [
      {
        exposure,
        market,
        timing: exposure.map((value, row) => value - at(market, row)),
        tracking,
        cost: history.cost.map((value) => 0 - value),
        trend,
        decay,
        direction,
        residual: exposure.map((value, row) => value - at(trend, row) - at(decay, row) - at(direction, row)),
        total: profit.map((value, row) => value - at(history.cost, row)),
      },
    ];
  });
}

/** What the pair's mean net delta earned each session; nothing on the first, which has no return. */
export function marketColumn(run: BacktestRun, pair: PairColumns, baseReturns: Float64Array): Float64Array {
  const { nav } = run;
  const market = new Float64Array(nav.length);
  const mean = meanNetDelta(run, pair);
  for (let row = 1; row < nav.length; row++) market[row] = mean * at(nav, row - 1) * at(baseReturns, row);
  return market;
}
