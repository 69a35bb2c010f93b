import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker, VendorHistory } from '@evenkeel/domain/prices';

/** What a request for prices may narrow: `from` is inclusive; the answer always reaches to the vendor's now. */
export interface FetchOptions {
  readonly from?: SessionDate | undefined;
  /** Once it aborts, the request fails at once. */
  readonly signal?: AbortSignal | undefined;
}

/** Where prices come from. Another vendor is another implementation of these lines. */
export interface PriceSource {
  /** Stored with each bar as its `source`, e.g. `yahoo`. */
  readonly name: string;
  /**
   * All the vendor has of `ticker`, split-adjusted to its now, with every split it applied.
   * @throws AppError `vendor-refused` (asking again is no use), `vendor-unavailable` (it may be), `bad-input`
   */
  fetch(ticker: Ticker, options?: FetchOptions): Promise<VendorHistory>;
}
