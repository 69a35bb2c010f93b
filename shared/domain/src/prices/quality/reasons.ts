/**
 * Why something a vendor sent was held back: stable words that machines rely on. What to do about each
 * stands in docs/operations.md.
 */
export type QuarantineReason =
  /** A bar lacks its open, high, low, close or volume (null). */
  | 'missing-value'
  /** A bar has an open, high, low or close of 0 or below, or a volume below 0. */
  | 'non-positive-price'
  /** A bar's high is below its low. */
  | 'high-below-low'
  /** A bar's open or close lies outside its [low, high]. */
  | 'price-outside-range'
  /** The vendor sent several complete bars with different prices for one finished session. */
  | 'conflicting-rows'
  /** A bar moved more than 40 % in one session; neither a split nor the pair's other leg explains it. */
  | 'unexplained-jump'
  /** A dividend or split between this bar and the last accepted one is of a session without a bar: the return would miss it. */
  | 'event-without-bar'
  /** A second dividend within 7 days of another; the bar is kept without it. */
  | 'repeated-dividend'
  /** A dividend above 20 % of the price; the bar is kept without it. */
  | 'oversized-dividend'
  /** A dividend that is not above 0; the bar is kept without it. */
  | 'non-positive-dividend'
  /** A split whose ratio is not above 0: the whole fetch is held back. */
  | 'impossible-split'
  /** The fetch differs from stored bars by one constant ratio that looks like a split nobody announced yet: the whole fetch is held back. */
  | 'unannounced-split'
  /** The fetch differs from stored bars by one constant ratio that is no split: a wrong or mis-scaled restatement; the whole fetch is held back. */
  | 'restated-by-ratio'
  /** More than half of the compared stored bars differ, by no common ratio: the whole fetch is held back. */
  | 'overlap-disagrees'
  /** A changed value of a stored bar that is too far from the stored one to be believed; the stored bar is kept. */
  | 'doubtful-correction';

/** Why a row is not a bar at all, and need not be looked at again by anybody. */
export type RefusalReason =
  /** The exchange held no session on that date. */
  | 'not-a-session'
  /** The session is not over (close and 15 minutes), so its values are not final. */
  | 'unfinished-session'
  /** The date lies outside the years the exchange calendar covers. */
  | 'outside-calendar';

/** What is held back: one bar, one dividend (its bar is kept with none), one stored bar's change, or all that was fetched. */
export type QuarantineScope = 'bar' | 'dividend' | 'correction' | 'fetch';
