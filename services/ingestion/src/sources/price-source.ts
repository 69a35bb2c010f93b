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
  /** E.g. `yahoo`; see {@link recordedSource}. */
  readonly name: string;
  /**
   * All the vendor has of `ticker`, split-adjusted to its now, with every split it applied.
   * @throws AppError `vendor-refused` (asking again is no use), `vendor-unavailable` (it may be), `bad-input`
   */
  fetch(ticker: Ticker, options?: FetchOptions): Promise<VendorHistory>;
  /** True where no exchange has made the prices of `ticker`; left out where a source has none of that kind. */
  readonly isSynthetic?: (ticker: Ticker) => boolean;
}

/** The `source` of stored bars that no exchange has made, wherever they came from. */
export const SYNTHETIC = 'synthetic';

/** What is stored with each bar of `ticker` as its `source`: the source's name, or {@link SYNTHETIC}. */
export function recordedSource(source: PriceSource, ticker: Ticker): string {
  return source.isSynthetic?.(ticker) === true ? SYNTHETIC : source.name;
}

/** Those of `symbols` whose prices no exchange has made. */
export function syntheticAmong(symbols: readonly Ticker[], source: PriceSource): Ticker[] {
  return symbols.filter((symbol) => recordedSource(source, symbol) === SYNTHETIC);
}
