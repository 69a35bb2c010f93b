import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import { exchangeDate, finalAt, type SessionDate } from '@evenkeel/domain/calendar';
import type { VendorHistory, VendorRow } from '@evenkeel/domain/prices';

/** The part of a chart answer that tests look into or spoil. */
export interface ChartBody {
  chart: { result: ChartResult[] | null; error: { code: string; description: string } | null } | null;
}

export interface ChartResult {
  meta: Record<string, unknown>;
  timestamp?: number[];
  events?: {
    dividends?: Record<string, { amount: number; date: number }>;
    splits?: Record<string, { date: number; numerator: number; denominator: number; splitRatio: string }>;
  };
  indicators: { quote: [Partial<Quote>]; adjclose?: [{ adjclose: (number | null)[] }] };
}

export interface Quote {
  open: (number | null)[];
  high: (number | null)[];
  low: (number | null)[];
  close: (number | null)[];
  volume: (number | null)[];
}

/** What was asked, in seconds since 1970; `period2` is exclusive, as Yahoo has it. */
export interface ChartRange {
  readonly period1: number;
  readonly period2: number;
}

interface TimedRow {
  readonly at: number;
  readonly row: VendorRow;
}

/**
 * What Yahoo would have answered at `now` about a symbol whose whole life is `history`
 * (split-adjusted to its last split): rows stamped at the open, prices adjusted for the splits up to
 * now only, today twice while the market is open (a row without close, and the live quote), and
 * today stamped with the last trade between the close and midnight.
 */
export function chartBody(history: VendorHistory, now: Date, range: ChartRange): ChartBody {
  const today = exchangeDate(now);
  const opened = now.getTime() / 1000 >= openOf(today);
  const past = <T extends { readonly session: SessionDate }>(items: readonly T[]): T[] =>
    items.filter(({ session }) => session < today || (session === today && opened));
  const notYet = history.splits.filter(({ session }) => session > today || (session === today && !opened));
  const inRange = (at: number): boolean => at >= range.period1 && at < range.period2;

  const rows = past(history.rows)
    .filter(({ session }) => session === today || inRange(openOf(session)))
    .flatMap((row) => timed(asOfNow(row, notYet), today, now))
    .filter(({ at }) => inRange(at));
  const dividends = past(history.dividends).map(({ session, amount }) => ({
    at: openOf(session),
    amount: amount.times(laterSplits(session, notYet)).toNumber(),
  }));
  const splits = past(history.splits).map(({ session, ratio }) => ({ at: openOf(session), ratio }));
  const events = {
    ...keyed(
      'dividends',
      dividends.filter(({ at }) => inRange(at)),
      ({ at, amount }) => ({ amount, date: at }),
    ),
    ...keyed(
      'splits',
      splits.filter(({ at }) => inRange(at)),
      ({ at, ratio }) => ({ date: at, ...fractionOf(ratio) }),
    ),
  };
  const result: ChartResult = {
    meta: metaOf(history, now),
    ...(rows.length > 0 ? { timestamp: rows.map(({ at }) => at) } : {}),
    ...(Object.keys(events).length > 0 ? { events } : {}),
    indicators: rows.length > 0 ? indicatorsOf(rows) : { quote: [{}] },
  };
  return { chart: { result: [result], error: null } };
}

const EXCHANGE_ZONE = 'America/New_York';

const opens = new Map<SessionDate, number>();

/** The instant, in seconds, of 9:30 in New York on `session`; looked up once, since zones are slow. */
export function openOf(session: SessionDate): number {
  const known = opens.get(session);
  if (known !== undefined) return known;
  const at = DateTime.fromISO(`${session}T09:30:00`, { zone: EXCHANGE_ZONE }).toUnixInteger();
  opens.set(session, at);
  return at;
}

function asOfNow(row: VendorRow, notYet: VendorHistory['splits']): VendorRow {
  const factor = laterSplits(row.session, notYet);
  const times = (value: Decimal | null): Decimal | null => value && value.times(factor);
  return {
    session: row.session,
    open: times(row.open),
    high: times(row.high),
    low: times(row.low),
    close: times(row.close),
    volume: row.volume && row.volume.div(factor),
  };
}

function laterSplits(session: SessionDate, splits: VendorHistory['splits']): Decimal {
  return splits
    .filter((split) => split.session > session)
    .reduce((product, { ratio }) => product.times(ratio), new Decimal(1));
}

function timed(row: VendorRow, today: SessionDate, now: Date): TimedRow[] {
  const at = openOf(row.session);
  if (row.session !== today) return [{ at, row }];
  const seconds = Math.floor(now.getTime() / 1000);
  const close = finalAt(today).getTime() / 1000 - 15 * 60;
  if (seconds >= close) return [{ at: close + 1, row }];
  return [
    { at, row: { ...row, close: null } },
    { at: Math.max(seconds, at), row: live(row) },
  ];
}

/** Not the final bar yet: the price is still that of the open, on a part of the volume. */
function live(row: VendorRow): VendorRow {
  return { ...row, high: row.open, low: row.open, close: row.open, volume: row.volume?.div(3).round() ?? null };
}

function indicatorsOf(rows: readonly TimedRow[]): ChartResult['indicators'] {
  const column = (field: keyof Quote): (number | null)[] => rows.map(({ row }) => row[field]?.toNumber() ?? null);
  const quote = {
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
  return { quote: [quote], adjclose: [{ adjclose: quote.close }] };
}

function keyed<K extends string, T extends { at: number }, E>(
  name: K,
  events: readonly T[],
  entry: (event: T) => E,
): Partial<Record<K, Record<string, E>>> {
  const entries = Object.fromEntries(events.map((event) => [String(event.at), entry(event)]));
  const named: Partial<Record<K, Record<string, E>>> = {};
  if (events.length > 0) named[name] = entries;
  return named;
}

/** 0.2 is 1:5 and 1.231 is 1231:1000, as Yahoo writes them: exact, or the nearest small fraction of what no double holds. */
function fractionOf(ratio: Decimal): { numerator: number; denominator: number; splitRatio: string } {
  const exact = ratio.toFraction();
  const parts = exact.every((part) => part.lessThanOrEqualTo(Number.MAX_SAFE_INTEGER))
    ? exact
    : ratio.toFraction(1_000_000);
  const [numerator = 1, denominator = 1] = parts.map((part) => part.toNumber());
  return { numerator, denominator, splitRatio: `${numerator}:${denominator}` };
}

/** What the zone of the exchange says of one day, looked up once, since zones are slow. */
interface ExchangeDay {
  readonly timezone: string;
  readonly midnight: number;
  readonly offset: number;
}

const days = new Map<SessionDate, ExchangeDay>();

function exchangeDay(now: Date): ExchangeDay {
  const date = exchangeDate(now);
  const known = days.get(date);
  if (known !== undefined) return known;
  const noon = DateTime.fromISO(`${date}T12:00:00`, { zone: EXCHANGE_ZONE });
  const day = {
    timezone: noon.toFormat('ZZZZ'),
    midnight: noon.startOf('day').toUnixInteger(),
    offset: noon.offset * 60,
  };
  days.set(date, day);
  return day;
}

function metaOf(history: VendorHistory, now: Date): Record<string, unknown> {
  const first = history.rows[0]?.session;
  const { timezone, midnight, offset } = exchangeDay(now);
  const period = (from: number, to: number): Record<string, unknown> => ({
    timezone,
    start: midnight + from * 3_600,
    end: midnight + to * 3_600,
    gmtoffset: offset,
  });
  return {
    currency: 'USD',
    symbol: history.ticker,
    exchangeName: 'PCX',
    fullExchangeName: 'NYSEArca',
    instrumentType: 'ETF',
    firstTradeDate: first === undefined ? null : openOf(first),
    regularMarketTime: Math.floor(now.getTime() / 1000),
    hasPrePostMarketData: true,
    gmtoffset: offset,
    timezone,
    exchangeTimezoneName: EXCHANGE_ZONE,
    regularMarketPrice: history.rows.at(-1)?.close?.toNumber() ?? 0,
    priceHint: 2,
    currentTradingPeriod: { pre: period(4, 9.5), regular: period(9.5, 16), post: period(16, 20) },
    dataGranularity: '1d',
    range: '',
    validRanges: ['1d', '5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'],
  };
}
