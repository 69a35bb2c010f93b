import { Decimal } from 'decimal.js';
import { firstRowFrom, rowOfSession, type SessionDate } from '../calendar';
import { dividendsBySession, splitsBySession, wholeShares } from './as-traded';
import { Exact, PRICE_PLACES, roundedTo } from './exact';
import { splitSteps } from './split-factors';
import type { Series } from './series';
import type { Ticker } from './ticker';
import { integersOf, roundedExactly, type IntegerDecimal } from './tie';
import type { VendorDividend, VendorSplit } from './vendor-history';

/**
 * A vendor's answer as plain columns, for research on whole histories: the same content as
 * `VendorHistory`, each number being `Number(text)` of the vendor's text (NaN where it sent nothing).
 * Sessions ascend strictly. Texts of up to 15 significant digits, and all numbers that a vendor sends
 * as JSON, come back from a double unchanged, so nothing is lost.
 */
export interface VendorColumns {
  readonly ticker: Ticker;
  readonly sessions: readonly SessionDate[];
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly dividends: readonly VendorDividend[];
  readonly splits: readonly VendorSplit[];
}

/**
 * As-traded columns straight from vendor columns, bit-identical to
 * `seriesFromBars(ticker, asTradedBars(history))` and several times faster: the arithmetic is done in
 * doubles, and only where their error could change the rounded result, in exact integers.
 * Rows with a missing number are left out.
 * @throws AppError `bad-data` when a split ratio is not positive
 */
export function seriesFromColumns(columns: VendorColumns): Series {
  const { ticker, sessions, open, high, low, close, volume } = completeRows(columns);
  const eras = erasOf(columns, sessions);
  const priced = (source: Float64Array): Float64Array => scaled(source, eras, asTradedPrice);
  const dividends = dividendsBySession(columns.dividends);
  const splits = splitsBySession(columns.splits);
  return {
    ticker,
    sessions,
    open: priced(open),
    high: priced(high),
    low: priced(low),
    close: priced(close),
    volume: scaled(volume, eras, asTradedVolume),
    dividend: eventColumn(sessions, dividends, (amount, row) =>
      asTradedDividend(
        amount,
        eras.find(({ to }) => row < to),
      ),
    ),
    split: eventColumn(sessions, splits, (ratio) => Number(new Decimal(ratio).toFixed(20))),
  };
}

/** The rows `from`..`to - 1` between two splits, with their `R_t` in each kind of arithmetic. */
interface Era {
  readonly from: number;
  readonly to: number;
  readonly exact: Decimal;
  readonly integers: IntegerDecimal;
  readonly ratio: number;
}

function scaled(
  source: Float64Array,
  eras: readonly Era[],
  asTraded: (value: number, ratio: number, era: Era) => number,
): Float64Array {
  const target = new Float64Array(source.length);
  for (const era of eras) {
    const { from, to, ratio } = era;
    for (let row = from; row < to; row++) target[row] = asTraded(source[row] ?? Number.NaN, ratio, era);
  }
  return target;
}

/**
 * Value, ratio and each of the two operations are off by at most half a unit in the last place:
 * together under 5 * 2^-53. Twice that is the doubt inside which the exact path decides.
 */
const DOUBT = 10 * 2 ** -53;

function asTradedPrice(value: number, ratio: number, { exact, integers }: Era): number {
  const scaled = ratio === 1 ? value * 1e6 : value * ratio * 1e6;
  const rounded = roundedSafely(scaled) ?? roundedExactly(value, integers, PRICE_PLACES);
  // From 2^53 on an integer is no longer the double nearest to its own millionth.
  const usable = rounded !== undefined && rounded <= Number.MAX_SAFE_INTEGER;
  return usable ? rounded / 1e6 : roundedTo(exact.times(value), PRICE_PLACES).toNumber();
}

function asTradedVolume(value: number, ratio: number, { exact }: Era): number {
  if (ratio === 1 && Number.isSafeInteger(value)) return value;
  const rounded = roundedSafely(value / ratio);
  return rounded ?? wholeShares(new Exact(value), exact).toNumber();
}

/** The nearest integer, or undefined where a tie is too near (or the number too large) to tell in doubles. */
function roundedSafely(value: number): number | undefined {
  const floor = Math.floor(value);
  const beyondHalf = value - floor - 0.5;
  if (!(Math.abs(beyondHalf) > value * DOUBT)) return undefined;
  return beyondHalf > 0 ? floor + 1 : floor;
}

function asTradedDividend(amount: Decimal, era: Era | undefined): number {
  return roundedTo(era === undefined ? amount : era.exact.times(amount), PRICE_PLACES).toNumber();
}

/** The columns without the rows in which one has no number; the columns themselves where there is none. */
function completeRows(columns: VendorColumns): VendorColumns {
  const { sessions, open, high, low, close, volume } = columns;
  const numbers = [open, high, low, close, volume];
  if (!numbers.some((column) => column.includes(Number.NaN))) return columns;
  const complete = sessions.map((_, row) => numbers.every((column) => !Number.isNaN(column[row] ?? Number.NaN)));
  const kept = (column: Float64Array): Float64Array => column.filter((_, row) => complete[row]);
  return {
    ...columns,
    sessions: sessions.filter((_, row) => complete[row]),
    open: kept(open),
    high: kept(high),
    low: kept(low),
    close: kept(close),
    volume: kept(volume),
  };
}

/** Rows in order, cut where a split changed what a share is. */
function erasOf(columns: VendorColumns, sessions: readonly SessionDate[]): Era[] {
  const oldestFirst = splitSteps(columns.splits, columns.sessions.at(-1)).toReversed();
  let from = 0;
  return oldestFirst.flatMap(({ ratio: exact }, step) => {
    const next = oldestFirst[step + 1]?.from;
    const to = next === undefined || next === '' ? sessions.length : firstRowFrom(sessions, next);
    const era = { from, to, exact, integers: integersOf(exact), ratio: exact.toNumber() };
    from = era.to;
    return era.to > era.from ? [era] : [];
  });
}

function eventColumn(
  sessions: readonly SessionDate[],
  events: ReadonlyMap<SessionDate, Decimal>,
  valueOf: (event: Decimal, row: number) => number,
): Float64Array {
  const column = new Float64Array(sessions.length);
  for (const [session, event] of events) {
    const row = rowOfSession(sessions, session);
    if (row >= 0) column[row] = valueOf(event, row);
  }
  return column;
}
