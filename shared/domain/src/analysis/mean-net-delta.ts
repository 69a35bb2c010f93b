import type { BacktestRun, PairColumns } from '../backtest';
import { at } from '../column';

/** A pair's mean net delta: (V_base - L V_inverse) / NAV_(t-1) held into each session but the first; 0 where there is only one. */
export function meanNetDelta({ nav }: BacktestRun, { baseValue, inverseValue, ratio }: PairColumns): number {
  let deltas = 0;
  for (let row = 1; row < nav.length; row++) {
    const delta = at(baseValue, row - 1) - at(ratio, row) * at(inverseValue, row - 1);
    deltas += delta / at(nav, row - 1);
  }
  return nav.length < 2 ? 0 : deltas / (nav.length - 1);
}
