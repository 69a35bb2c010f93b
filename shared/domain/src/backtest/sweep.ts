import { AppError } from '../errors';
import type { CheckSchedule, Fill, Portfolio, RebalanceScope } from '../portfolio';
import type { Panel } from './panel';

/** The values to combine; a missing axis has the portfolio's own value. */
export interface SweepGrid {
  readonly tolerance?: readonly number[] | undefined;
  readonly check?: readonly CheckSchedule[] | undefined;
  readonly scope?: readonly RebalanceScope[] | undefined;
  readonly fill?: readonly Fill[] | undefined;
}

/** One combination. */
export interface SweepCell {
  readonly tolerance: number;
  readonly check: CheckSchedule;
  readonly scope: RebalanceScope;
  readonly fill: Fill;
}

/** What one cell did. `nav` is overwritten by the next cell: read it, do not keep it. */
export interface SweepOutcome {
  readonly capital: number;
  /** Net asset value at the close of each session, after costs. */
  readonly nav: Float64Array;
  readonly totalCost: number;
  /** Sum of |value| of all trades, the first purchase included. */
  readonly tradedValue: number;
  readonly trades: number;
  readonly rebalances: number;
}

/** Runs every combination of `grid`, in the order tolerance (slowest), check, scope, fill, and collects what `summarise` says of each. */
export function sweep<T>(
  _portfolio: Portfolio,
  _panel: Panel,
  _grid: SweepGrid,
  _summarise: (cell: SweepCell, outcome: SweepOutcome) => T,
): T[] {
  throw new AppError('failed', 'sweep is not ready');
}
