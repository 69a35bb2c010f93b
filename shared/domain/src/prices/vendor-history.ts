import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import type { Ticker } from './ticker';

/**
 * One session as a vendor serves it: prices, volume and dividends **split-adjusted to the vendor's
 * now**. `null` where the vendor sent nothing.
 */
export interface VendorRow {
  readonly session: SessionDate;
  readonly open: Decimal | null;
  readonly high: Decimal | null;
  readonly low: Decimal | null;
  readonly close: Decimal | null;
  readonly volume: Decimal | null;
}

/** Cash per split-adjusted share, on its ex-date. */
export interface VendorDividend {
  readonly session: SessionDate;
  readonly amount: Decimal;
}

/** New shares per old share (0.2 = reverse 1:5), on its effective date. */
export interface VendorSplit {
  readonly session: SessionDate;
  readonly ratio: Decimal;
}

/**
 * One answer of a price source, in Yahoo's convention. Rows ascend by session but may be wrong in
 * any other way (twice, null, impossible): the quality gates judge them. Every split the vendor
 * applied to `rows` is in `splits`, because an answer always reaches to the vendor's now.
 */
export interface VendorHistory {
  readonly ticker: Ticker;
  readonly rows: readonly VendorRow[];
  readonly dividends: readonly VendorDividend[];
  readonly splits: readonly VendorSplit[];
}
