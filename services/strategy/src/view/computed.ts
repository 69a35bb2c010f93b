import type { BacktestRun, Panel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Portfolio } from '@evenkeel/domain/portfolio';
import type { PricePath, Ticker } from '@evenkeel/domain/prices';

/** What the parts of a view are made of. */
export interface Computed {
  /** With the benchmark only where that can be used. */
  readonly portfolio: Portfolio;
  readonly paths: ReadonlyMap<Ticker, PricePath>;
  /** Up to the as-of session. */
  readonly panel: Panel;
  readonly asOf: SessionDate;
  readonly net: BacktestRun;
  readonly gross: BacktestRun;
}
