import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';

/**
 * One symbol's one exchange session, **as traded**: what the tape said that day, in exact decimals
 * (prices and dividend rounded to 6 decimals, volume to an integer, both half even). A later split
 * or dividend never changes it (docs/numbers.md, section 1).
 */
export interface Bar {
  readonly session: SessionDate;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  /** Shares traded. */
  readonly volume: Decimal;
  /** Cash per share (post-split, if the session also splits) whose ex-date this session is; 0 when there is none. */
  readonly dividend: Decimal;
  /** New shares per old share, effective on this session (0.2 = reverse 1:5); 0 when there is none. */
  readonly split: Decimal;
}

/** The price columns of a bar, in the order everybody prints them. */
export const PRICE_FIELDS = ['open', 'high', 'low', 'close'] as const;
/** One of {@link PRICE_FIELDS}. */
export type PriceField = (typeof PRICE_FIELDS)[number];
