import { AppError } from '@evenkeel/domain';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Bar, Ticker } from '@evenkeel/domain/prices';
import { Decimal } from 'decimal.js';
import type { Item } from '../requests/item';

/** Who wrote a bar and when; not part of the bar itself. */
export interface Provenance {
  /** Name of the price source, e.g. `yahoo`. */
  readonly source: string;
  /** ISO instant of the write. */
  readonly recordedAt: string;
}

/** A bar as the PriceHistory table holds it. */
export interface StoredBar extends Bar, Provenance {
  /** Written by the bulk part of a warm-up, which does not wake the strategy. */
  readonly bulk: boolean;
}

/** Attribute of each number of a bar, in the order they are written. */
const NUMBERS = [
  ['open', 'open'],
  ['high', 'high'],
  ['low', 'low'],
  ['close', 'close'],
  ['volume', 'volume'],
  ['dividends', 'dividend'],
  ['splits', 'split'],
] as const satisfies readonly (readonly [string, keyof Bar])[];

/**
 * The item of one bar: exact decimal text, never a float. `bulk` marks rows that must not wake the
 * strategy. Written out key by key: a warm-up makes one for each bar, and spreading costs more than the rest.
 */
export function barItem(ticker: Ticker, bar: Bar, provenance: Provenance, bulk = false): Item {
  const item: Item = {
    ticker: { S: ticker },
    timestamp: { S: bar.session },
    open: { N: bar.open.toFixed() },
    high: { N: bar.high.toFixed() },
    low: { N: bar.low.toFixed() },
    close: { N: bar.close.toFixed() },
    volume: { N: bar.volume.toFixed() },
    dividends: { N: bar.dividend.toFixed() },
    splits: { N: bar.split.toFixed() },
    source: { S: provenance.source },
    recordedAt: { S: provenance.recordedAt },
  };
  if (bulk) item['bulk'] = { N: '1' };
  return item;
}

/**
 * The bar of an item, e.g. of a query or of a stream record's image.
 * @throws AppError `bad-data` naming the item and the attribute that is missing or wrong
 */
export function barOfItem(item: Item): StoredBar {
  const session = text(item, 'timestamp');
  if (!isSessionDate(session)) throw unreadable(item, 'timestamp');
  return {
    session,
    open: number(item, 'open'),
    high: number(item, 'high'),
    low: number(item, 'low'),
    close: number(item, 'close'),
    volume: number(item, 'volume'),
    dividend: number(item, 'dividends'),
    split: number(item, 'splits'),
    source: text(item, 'source'),
    recordedAt: text(item, 'recordedAt'),
    bulk: item.bulk?.N === '1',
  };
}

/** True when both bars say the same to the last digit; who wrote them and when does not matter. */
export function sameBar(one: Bar, other: Bar): boolean {
  return one.session === other.session && NUMBERS.every(([, field]) => one[field].equals(other[field]));
}

function text(item: Item, attribute: string): string {
  const value = item[attribute]?.S;
  if (value === undefined) throw unreadable(item, attribute);
  return value;
}

function number(item: Item, attribute: string): Decimal {
  const value = item[attribute]?.N;
  if (value === undefined) throw unreadable(item, attribute);
  return new Decimal(value);
}

function unreadable(item: Item, attribute: string): AppError {
  const ticker = item.ticker?.S ?? '?';
  const session = item.timestamp?.S ?? '?';
  return new AppError(
    'bad-data',
    `PriceHistory item ${ticker} ${session}: attribute "${attribute}" is missing or of the wrong type; run "evenkeel ingest audit --symbols ${ticker}"`,
    { symbol: ticker, session, attribute },
  );
}
