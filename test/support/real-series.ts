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
  const text = readFileSync(join(SHARED_DATA, 'prices', `${symbol}.csv`), 'utf8');
  const rows = text.trim().split('\n').slice(1).map((line) => line.split(','));
  const sessions = rows.map(([date = '']) => parseSessionDate(date));
  const column = (position: number): Float64Array => Float64Array.from(rows, (cells) => Number(cells[position]));
  const events = (position: number) =>
    rows.flatMap(([date = '', ...cells]) => {
      const amount = cells[position - 1] ?? '';
      return Number(amount) === 0 ? [] : [{ session: parseSessionDate(date), value: new Decimal(amount) }];
    });
  const series = seriesFromColumns({
    ticker: parseTicker(symbol),
    sessions,
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(6),
    dividends: events(7).map(({ session, value }) => ({ session, amount: value })),
    splits: events(8).map(({ session, value }) => ({ session, ratio: value })),
  });
  read.set(symbol, series);
  return series;
}

/** The real histories of several symbols, as `buildPanel` takes them. */
export function realSeriesOf(symbols: readonly Ticker[]): ReadonlyMap<Ticker, Series> {
  return new Map(symbols.map((symbol) => [symbol, realSeries(symbol)]));
}
