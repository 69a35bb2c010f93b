import type { SessionDate } from '../calendar';
import { asTradedBars } from './as-traded';
import { PRICE_FIELDS, type Bar, type PriceField } from './bar';
import type { Ticker } from './ticker';
import type { VendorHistory } from './vendor-history';

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
  /**
   * True where all that is known are adjusted prices: returns are right, but nobody can say what a share
   * cost, so prices as traded and numbers of shares have no value.
   */
  readonly adjustedOnly?: boolean | undefined;
}

/** The first price that can be none, because it is not above 0, and where it stands; columns in the order of {@link PRICE_FIELDS}. */
export function firstImpossiblePrice(
  columns: Readonly<Record<PriceField, Float64Array>> & { readonly sessions: readonly SessionDate[] },
): { readonly column: PriceField; readonly session: SessionDate; readonly price: number } | undefined {
  for (const column of PRICE_FIELDS) {
    const row = columns[column].findIndex((price) => !(price > 0));
    const [session, price] = [columns.sessions[row], columns[column][row]];
    if (session !== undefined && price !== undefined) return { column, session, price };
  }
  return undefined;
}

/** The bars of one symbol, ascending by session, as columns; each number is the double nearest to its decimal. */
export function seriesFromBars(ticker: Ticker, bars: readonly Bar[]): Series {
  const column = (name: Exclude<keyof Bar, 'session'>) => Float64Array.from(bars, (bar) => bar[name].toNumber());
  return {
    ticker,
    sessions: bars.map((bar) => bar.session),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    dividend: column('dividend'),
    split: column('split'),
  };
}

/** A vendor's history as as-traded columns: `seriesFromBars` of {@link asTradedBars}. */
export function seriesFromVendor(history: VendorHistory): Series {
  return seriesFromBars(history.ticker, asTradedBars(history));
}
