import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import type { Bar } from './bar';
import { Exact, PRICE_PLACES, roundedTo, ZERO } from './exact';
import { splitSteps, stepper } from './split-factors';
import type { VendorDividend, VendorHistory, VendorRow, VendorSplit } from './vendor-history';

/** A vendor row in which nothing is missing. */
export type CompleteRow = { readonly [Column in keyof VendorRow]: NonNullable<VendorRow[Column]> };

/** True when every column of the row has a value. */
export function isComplete(row: VendorRow): row is CompleteRow {
  return row.open !== null && row.high !== null && row.low !== null && row.close !== null && row.volume !== null;
}

/**
 * The bars of a vendor's history as they were traded (docs/numbers.md, section 1): with `R_t` the product of
 * all split ratios effective after session t, prices and dividend times `R_t`, rounded to 6 decimals,
 * volume divided by `R_t`, rounded to an integer, all half even and in exact decimals before that.
 * Incomplete rows are left out; of several rows for one session the last complete one counts.
 *
 * A split dated after both the last row and `recordedOn` (the exchange's date of the fetch) is
 * announced but not yet applied by the vendor, and so is not undone.
 * @throws AppError `bad-data` when a split ratio is not positive
 */
export function asTradedBars(history: VendorHistory, recordedOn?: SessionDate): Bar[] {
  const rows = lastCompleteRows(history.rows);
  const ratioOn = stepper(splitSteps(history.splits, appliedThrough(history, recordedOn)));
  const dividends = dividendsBySession(history.dividends);
  const splits = splitsBySession(history.splits);
  return rows
    .toReversed()
    .map((row) => asTradedBar(row, ratioOn(row.session), dividends.get(row.session), splits.get(row.session)))
    .toReversed();
}

/** Splits up to this date are in the vendor's prices. */
export function appliedThrough(history: VendorHistory, recordedOn?: SessionDate): SessionDate | undefined {
  const last = history.rows.at(-1)?.session;
  if (last === undefined || recordedOn === undefined) return last ?? recordedOn;
  return last > recordedOn ? last : recordedOn;
}

/** Cash per split-adjusted share by ex-date; several payments of one day add up. */
export function dividendsBySession(dividends: readonly VendorDividend[]): Map<SessionDate, Decimal> {
  const bySession = new Map<SessionDate, Decimal>();
  for (const { session, amount } of dividends) {
    bySession.set(session, new Exact(bySession.get(session) ?? 0).plus(amount));
  }
  return bySession;
}

/** Split ratio by effective date; several of one day multiply. */
export function splitsBySession(splits: readonly VendorSplit[]): Map<SessionDate, Decimal> {
  const bySession = new Map<SessionDate, Decimal>();
  for (const { session, ratio } of splits) {
    bySession.set(session, new Exact(bySession.get(session) ?? 1).times(ratio));
  }
  return bySession;
}

function lastCompleteRows(rows: readonly VendorRow[]): CompleteRow[] {
  const complete = rows.filter(isComplete);
  return complete.filter((row, i) => complete[i + 1]?.session !== row.session);
}

function asTradedBar(row: CompleteRow, ratio: Decimal, dividend: Decimal | undefined, split: Decimal | undefined): Bar {
  const unsplit = ratio.equals(1);
  const price = (value: Decimal) => roundedTo(unsplit ? value : ratio.times(value), PRICE_PLACES);
  return {
    session: row.session,
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
    volume: row.volume.isInteger() && unsplit ? row.volume : wholeShares(row.volume, ratio),
    dividend: dividend === undefined ? ZERO : price(dividend),
    split: split === undefined ? ZERO : roundedTo(split, RATIO_PLACES),
  };
}

/** DynamoDB keeps 38 digits; a ratio of 20 digits after the point is far finer than any vendor's. */
const RATIO_PLACES = 20;

/**
 * `volume / ratio` as whole shares. The quotient is first cut to 100 digits, so that a volume which
 * was itself a quotient, such as a third of an odd number, comes back to its integer or its half.
 */
export function wholeShares(volume: Decimal, ratio: Decimal): Decimal {
  const shares = new Exact(volume).div(ratio).toSignificantDigits(QUOTIENT_DIGITS, Exact.ROUND_HALF_EVEN);
  return roundedTo(shares, 0);
}

const QUOTIENT_DIGITS = 100;
