import { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import { dividendsBySession, splitsBySession, wholeShares } from './as-traded';
import { Exact, PRICE_PLACES, roundedTo } from './exact';
import { splitSteps, stepper } from './split-factors';
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
  const rows = completeRows(columns);
  const sessions = rows.map((row) => sessionAt(columns, row));
  const factors = factorsOf(columns, sessions);
  const scaled = (name: 'open' | 'high' | 'low' | 'close' | 'volume', round: (value: number, factor: Factor) => number): Float64Array => {
    const source = columns[name];
    const target = new Float64Array(rows.length);
    factors.forEach((factor, i) => (target[i] = round(source[rows[i] ?? 0] ?? Number.NaN, factor)));
    return target;
  };
  const dividends = dividendsBySession(columns.dividends);
  const splits = splitsBySession(columns.splits);
  return {
    ticker: columns.ticker,
    sessions,
    open: scaled('open', asTradedPrice),
    high: scaled('high', asTradedPrice),
    low: scaled('low', asTradedPrice),
    close: scaled('close', asTradedPrice),
    volume: scaled('volume', asTradedVolume),
    dividend: eventColumn(sessions, dividends, (amount, i) => asTradedDividend(amount, factors[i])),
    split: eventColumn(sessions, splits, (ratio) => Number(new Decimal(ratio).toFixed(20))),
  };
}

/** `R_t` in each kind of arithmetic; one object serves all rows between two splits. */
interface Factor {
  readonly exact: Decimal;
  readonly integers: IntegerDecimal;
  readonly value: number;
}

/**
 * Value, ratio and each of the two operations are off by at most half a unit in the last place:
 * together under 5 * 2^-53. Twice that is the doubt inside which the exact path decides.
 */
const DOUBT = 10 * 2 ** -53;

function asTradedPrice(value: number, { exact, integers, value: ratio }: Factor): number {
  const scaled = ratio === 1 ? value * 1e6 : value * ratio * 1e6;
  const rounded = roundedSafely(scaled) ?? roundedExactly(value, integers, PRICE_PLACES);
  // From 2^53 on an integer is no longer the double nearest to its own millionth.
  const usable = rounded !== undefined && rounded <= Number.MAX_SAFE_INTEGER;
  return usable ? rounded / 1e6 : roundedTo(exact.times(value), PRICE_PLACES).toNumber();
}

function asTradedVolume(value: number, { exact, value: ratio }: Factor): number {
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

function asTradedDividend(amount: Decimal, factor: Factor | undefined): number {
  return roundedTo(factor === undefined ? amount : factor.exact.times(amount), PRICE_PLACES).toNumber();
}

/** Rows in which no column is NaN: a sum tells for all of them. */
function completeRows({ sessions, open, high, low, close, volume }: VendorColumns): number[] {
  const rows: number[] = [];
  const at = (column: Float64Array, i: number) => column[i] ?? Number.NaN;
  for (let i = 0; i < sessions.length; i += 1) {
    const sum = at(open, i) + at(high, i) + at(low, i) + at(close, i) + at(volume, i);
    if (!Number.isNaN(sum)) rows.push(i);
  }
  return rows;
}

function factorsOf(columns: VendorColumns, sessions: readonly SessionDate[]): Factor[] {
  const ratioOn = stepper(splitSteps(columns.splits, columns.sessions.at(-1)));
  let current: Factor | undefined;
  return sessions
    .toReversed()
    .map((session) => {
      const exact = ratioOn(session);
      if (current?.exact !== exact) current = { exact, integers: integersOf(exact), value: exact.toNumber() };
      return current;
    })
    .toReversed();
}

function eventColumn(
  sessions: readonly SessionDate[],
  events: ReadonlyMap<SessionDate, Decimal>,
  valueOf: (event: Decimal, row: number) => number,
): Float64Array {
  const column = new Float64Array(sessions.length);
  sessions.forEach((session, i) => {
    const event = events.get(session);
    if (event !== undefined) column[i] = valueOf(event, i);
  });
  return column;
}

function sessionAt(columns: VendorColumns, row: number): SessionDate {
  const session = columns.sessions[row];
  if (session === undefined) throw new RangeError(`row ${String(row)} of ${columns.ticker} does not exist`);
  return session;
}
