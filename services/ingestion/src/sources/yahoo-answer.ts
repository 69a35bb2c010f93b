import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import * as z from 'zod/mini';
import { AppError } from '@evenkeel/domain';
import { exchangeDate, isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker, VendorHistory, VendorRow } from '@evenkeel/domain/prices';

/** Seconds since 1970, which the library may already have turned into a `Date`. */
const instant = z.union([
  z.date(),
  z.pipe(
    z.number(),
    z.transform((seconds: number) => new Date(seconds * 1000)),
  ),
]);
const column = z.array(z.nullable(z.number()));

/**
 * What is read of a chart answer, and no more: Yahoo leaves out or nulls much of `meta` for some
 * symbols (gadicc/yahoo-finance2#909, #985), and none of that bears on prices. `events` beside
 * dividends and splits (capital gains, earnings) are left alone.
 */
const chartAnswer = z.object({
  meta: z.object({ exchangeTimezoneName: z.string(), dataGranularity: z.string() }),
  timestamp: z.optional(z.array(z.number())),
  events: z.optional(
    z.object({
      dividends: z.optional(z.record(z.string(), z.object({ amount: z.number(), date: instant }))),
      splits: z.optional(
        z.record(z.string(), z.object({ numerator: z.number(), denominator: z.number(), date: instant })),
      ),
    }),
  ),
  indicators: z.object({
    quote: z.array(z.object({ open: column, high: column, low: column, close: column, volume: column })),
  }),
});
type ChartAnswer = z.infer<typeof chartAnswer>;

/**
 * The history in a chart answer: one row a timestamp, null where Yahoo sent null, today twice if
 * Yahoo sent it twice. Numbers become decimals by their shortest text.
 * @throws AppError `vendor-unavailable` when the answer holds no sessions or is not in Yahoo's shape
 */
export function historyOf(ticker: Ticker, answer: unknown): VendorHistory {
  const parsed = chartAnswer.safeParse(answer);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw unusable(ticker, `it has an unknown shape (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`);
  }
  const { meta, timestamp, events } = parsed.data;
  if (meta.dataGranularity !== '1d') throw unusable(ticker, `it has bars of ${meta.dataGranularity}, not of a session`);
  if (timestamp === undefined || timestamp.length === 0) throw unusable(ticker, 'it has no sessions');
  const sessionOf = sessionsIn(ticker, meta.exchangeTimezoneName);
  return {
    ticker,
    rows: ascending(rowsOf(ticker, timestamp, parsed.data.indicators.quote, sessionOf)),
    dividends: ascending(
      Object.values(events?.dividends ?? {}).map(({ date, amount }) => ({
        session: sessionOf(date),
        amount: decimal(amount),
      })),
    ),
    splits: ascending(
      Object.values(events?.splits ?? {}).map(({ date, numerator, denominator }) => {
        if (!(numerator > 0 && denominator > 0))
          throw unusable(ticker, `it has a split of ${numerator}:${denominator}`);
        return { session: sessionOf(date), ratio: decimal(numerator).div(decimal(denominator)) };
      }),
    ),
  };
}

function rowsOf(
  ticker: Ticker,
  timestamps: readonly number[],
  quotes: ChartAnswer['indicators']['quote'],
  sessionOf: (at: Date) => SessionDate,
): VendorRow[] {
  const quote = quotes[0];
  const whole = (values: readonly unknown[]): boolean => values.length === timestamps.length;
  if (!quote || ![quote.open, quote.high, quote.low, quote.close, quote.volume].every(whole)) {
    throw unusable(ticker, 'its prices and timestamps differ in number');
  }
  const cell = (values: readonly (number | null)[], index: number): Decimal | null => {
    const value = values[index];
    return value === null || value === undefined ? null : decimal(value);
  };
  return timestamps.map((seconds, index) => ({
    session: sessionOf(new Date(seconds * 1000)),
    open: cell(quote.open, index),
    high: cell(quote.high, index),
    low: cell(quote.low, index),
    close: cell(quote.close, index),
    volume: cell(quote.volume, index),
  }));
}

/**
 * The session is the date in the exchange's zone at each row's own instant. `meta.gmtoffset` is
 * that of the recording and wrong for rows on the other side of a clock change.
 */
function sessionsIn(ticker: Ticker, zone: string): (at: Date) => SessionDate {
  // Nearly always; the domain's own table of that zone is far quicker.
  if (zone === 'America/New_York') return exchangeDate;
  return (at) => {
    const date = DateTime.fromJSDate(at, { zone }).toISODate() ?? '';
    if (isSessionDate(date)) return date;
    throw unusable(ticker, `it has a time that is none in zone "${zone}"`);
  };
}

function decimal(value: number): Decimal {
  return new Decimal(String(value));
}

/** Yahoo's rows ascend already; its events are keyed by time and need not. */
function ascending<T extends { readonly session: SessionDate }>(items: T[]): T[] {
  return items.sort((left, right) => (left.session < right.session ? -1 : left.session > right.session ? 1 : 0));
}

function unusable(ticker: Ticker, what: string): AppError {
  return new AppError('vendor-unavailable', `${ticker}: Yahoo's answer cannot be used: ${what}; ask again later`, {
    symbol: ticker,
  });
}
