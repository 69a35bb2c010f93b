import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';

/** From `from` on, the inverse fund aims at `-ratio` times the base's daily return. */
export interface LeverageStep {
  readonly from: SessionDate;
  /** Positive, e.g. 3. */
  readonly ratio: number;
}

/** A base ETF and a leveraged inverse ETF on the same market, both bought long. */
export interface Pair {
  readonly base: Ticker;
  readonly inverse: Ticker;
  /** Dated leverage, ascending by `from`, at least one step; before the first step the first holds. */
  readonly leverage: readonly LeverageStep[];
}
