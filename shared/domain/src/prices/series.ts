import type { SessionDate } from '../calendar';
import type { Ticker } from './ticker';

/**
 * One symbol's bars as columns for arithmetic: row `i` of every column belongs to `sessions[i]`,
 * sessions strictly ascending. As traded, like {@link Bar}; `dividend` 0 and `split` 0 where there is none.
 */
export interface Series {
  readonly ticker: Ticker;
  readonly sessions: readonly SessionDate[];
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly dividend: Float64Array;
  readonly split: Float64Array;
}
