import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Decimal } from 'decimal.js';
import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import {
  parseTicker,
  type Bar,
  type VendorColumns,
  type VendorDividend,
  type VendorHistory,
  type VendorRow,
  type VendorSplit,
} from '@evenkeel/domain/prices';
import { SHARED_DATA } from '../support/shared-data';

/** A number or its exact text. */
export type Amount = number | string;

/** Values of a bar or row that differ from the default: all prices are the close's, volume 1000, no events. */
export interface BarValues {
  readonly open?: Amount;
  readonly high?: Amount;
  readonly low?: Amount;
  readonly close?: Amount;
  readonly volume?: Amount;
  readonly dividend?: Amount;
  readonly split?: Amount;
}

/** `2024-06-28` as a session date. */
export function day(text: string): SessionDate {
  return parseSessionDate(text);
}

/** A stored bar. High and low follow open and close unless given. */
export function bar(session: string, values: BarValues = {}): Bar {
  const close = values.close ?? 100;
  const open = values.open ?? close;
  return {
    session: day(session),
    open: new Decimal(open),
    high: new Decimal(values.high ?? Decimal.max(open, close)),
    low: new Decimal(values.low ?? Decimal.min(open, close)),
    close: new Decimal(close),
    volume: new Decimal(values.volume ?? 1000),
    dividend: new Decimal(values.dividend ?? 0),
    split: new Decimal(values.split ?? 0),
  };
}

/** A vendor's row; `null` in `missing` columns. */
export function vendorRow(
  session: string,
  values: BarValues = {},
  missing: readonly (keyof VendorRow)[] = [],
): VendorRow {
  const { open, high, low, close, volume } = bar(session, values);
  const row = { session: day(session), open, high, low, close, volume };
  return { ...row, ...Object.fromEntries(missing.map((column) => [column, null])) };
}

/** A vendor's answer. Events are `[session, amount or ratio]`. */
export function vendorHistory(
  rows: readonly VendorRow[],
  events: { dividends?: readonly [string, Amount][]; splits?: readonly [string, Amount][]; ticker?: string } = {},
): VendorHistory {
  return {
    ticker: parseTicker(events.ticker ?? 'QQQ'),
    rows,
    dividends: (events.dividends ?? []).map(([session, amount]) => ({
      session: day(session),
      amount: new Decimal(amount),
    })),
    splits: (events.splits ?? []).map(([session, ratio]) => ({ session: day(session), ratio: new Decimal(ratio) })),
  };
}

const realHistories = new Map<string, RealHistory>();

/** A vendor's answer and its adjusted closes (as text), row by row. */
export interface RealHistory {
  readonly history: VendorHistory;
  readonly adjustedClose: readonly string[];
}

/** A real history of the shared data folder, read once a test file. */
export function realHistory(symbol: string): RealHistory {
  const known = realHistories.get(symbol) ?? readHistory(symbol);
  realHistories.set(symbol, known);
  return known;
}

function readHistory(symbol: string): RealHistory {
  const rows: VendorRow[] = [];
  const dividends: VendorDividend[] = [];
  const splits: VendorSplit[] = [];
  const adjustedClose: string[] = [];
  for (const cells of realCells(symbol)) {
    const [
      date = '',
      open = '',
      high = '',
      low = '',
      close = '',
      adjusted = '',
      volume = '',
      dividend = '',
      split = '',
    ] = cells;
    const session = day(date);
    const decimal = (text: string) => new Decimal(text);
    rows.push({
      session,
      open: decimal(open),
      high: decimal(high),
      low: decimal(low),
      close: decimal(close),
      volume: decimal(volume),
    });
    adjustedClose.push(adjusted);
    if (Number(dividend) !== 0) dividends.push({ session, amount: decimal(dividend) });
    if (Number(split) !== 0) splits.push({ session, ratio: decimal(split) });
  }
  return { history: { ticker: parseTicker(symbol), rows, dividends, splits }, adjustedClose };
}

function realCells(symbol: string): string[][] {
  const text = readFileSync(resolve(SHARED_DATA, 'prices', `${symbol}.csv`), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
}

/** The same answer as columns of doubles. */
export function columnsOf(history: VendorHistory): VendorColumns {
  const column = (name: Exclude<keyof VendorRow, 'session'>) =>
    Float64Array.from(history.rows, (row) => Number(row[name]?.toString() ?? Number.NaN));
  return {
    ticker: history.ticker,
    sessions: history.rows.map((row) => row.session),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    dividends: history.dividends,
    splits: history.splits,
  };
}

/**
 * The answer Yahoo would have given after the close of `date`: rows and events up to then, prices and
 * dividends split-adjusted as of that date, in exact decimals.
 */
export function feedAsOf(history: VendorHistory, date: SessionDate): VendorHistory {
  const Wide = Decimal.clone({ precision: 250, rounding: Decimal.ROUND_HALF_EVEN });
  let unapplied = new Wide(1);
  for (const split of history.splits) if (split.session > date) unapplied = unapplied.times(split.ratio);
  const price = (value: Decimal | null) => value && unapplied.times(value);
  return {
    ticker: history.ticker,
    rows: history.rows
      .filter((row) => row.session <= date)
      .map(({ session, open, high, low, close, volume }) => ({
        session,
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(close),
        volume: volume && new Wide(volume).div(unapplied),
      })),
    dividends: history.dividends
      .filter(({ session }) => session <= date)
      .map(({ session, amount }) => ({ session, amount: unapplied.times(amount) })),
    splits: history.splits.filter(({ session }) => session <= date),
  };
}
