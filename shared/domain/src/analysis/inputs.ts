import type { BacktestRun, Panel } from '../backtest';
import type { Portfolio } from '../portfolio';
import type { PairHistory } from './spell-model';

/** Everything {@link buildReport} reads. */
export interface ReportInput {
  readonly portfolio: Portfolio;
  /** Aligned prices of the runs. */
  readonly panel: Panel;
  /** The run with its costs, over all of the panel. */
  readonly net: BacktestRun;
  /** The same configuration without costs. */
  readonly gross: BacktestRun;
  /** The net run taken apart ({@link pairHistories}), where that has been done already. */
  readonly netPairs?: readonly PairHistory[] | undefined;
  /** Rate of each session (see {@link riskFreeRates}); 0 when absent. */
  readonly riskFree?: Float64Array | undefined;
  /** Seed of the bootstrap; a fixed one when absent. */
  readonly seed?: number | undefined;
}
