import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, seriesFromColumns, type Series, type Ticker } from '@evenkeel/domain/prices';
import { SHARED_DATA } from './shared-data';

const read = new Map<string, Series>();

/** One of the real histories of `../shared/data/prices` as an as-traded series; read once a process. */
export function realSeries(symbol: string): Series {
  const known = read.get(symbol);
  if (known) return known;
  const lines = readFileSync(join(SHARED_DATA, 'prices', `${symbol}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const rows = lines.map((line) => line.split(','));
  const sessions = rows.map(([date = '']) => parseSessionDate(date));
  const numbers = (column: number): Float64Array => Float64Array.from(rows, (cells) => Number(cells[column]));
  const events = (column: number) =>
    rows.flatMap((cells, row) => {
      const session = sessions[row];
      const amount = new Decimal(cells[column] ?? Number.NaN);
      return session === undefined || amount.isZero() ? [] : [{ session, amount, ratio: amount }];
    });
  const series = seriesFromColumns({
    ticker: parseTicker(symbol),
    sessions,
    open: numbers(1),
    high: numbers(2),
    low: numbers(3),
    close: numbers(4),
    volume: numbers(6),
    dividends: events(7),
    splits: events(8),
  });
  read.set(symbol, series);
  return series;
}

/** The real histories of several symbols, as `buildPanel` takes them. */
export function realSeriesOf(symbols: readonly Ticker[]): ReadonlyMap<Ticker, Series> {
  return new Map(symbols.map((symbol) => [symbol, realSeries(symbol)]));
}
