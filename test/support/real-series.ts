import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, seriesFromVendor, type Series, type Ticker } from '@evenkeel/domain/prices';
import { SHARED_DATA } from './shared-data';

const read = new Map<string, Series>();

/** One of the real histories of `../shared/data/prices` as an as-traded series; read once a process. */
export function realSeries(symbol: string): Series {
  const known = read.get(symbol);
  if (known) return known;
  const rows = readFileSync(join(SHARED_DATA, 'prices', `${symbol}.csv`), 'utf8').trim().split('\n').slice(1).map(rowOf);
  const series = seriesFromVendor({
    ticker: parseTicker(symbol),
    rows,
    dividends: rows.filter(({ dividend }) => !dividend.isZero()).map(({ session, dividend }) => ({ session, amount: dividend })),
    splits: rows.filter(({ split }) => !split.isZero()).map(({ session, split }) => ({ session, ratio: split })),
  });
  read.set(symbol, series);
  return series;
}

/** The real histories of several symbols, as `buildPanel` takes them. */
export function realSeriesOf(symbols: readonly Ticker[]): ReadonlyMap<Ticker, Series> {
  return new Map(symbols.map((symbol) => [symbol, realSeries(symbol)]));
}

function rowOf(line: string) {
  const [date = '', open = '', high = '', low = '', close = '', , volume = '', dividend = '', split = ''] = line.split(',');
  return {
    session: parseSessionDate(date),
    open: new Decimal(open),
    high: new Decimal(high),
    low: new Decimal(low),
    close: new Decimal(close),
    volume: new Decimal(volume),
    dividend: new Decimal(dividend),
    split: new Decimal(split),
  };
}
