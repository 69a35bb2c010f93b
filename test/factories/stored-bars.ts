import { Decimal } from 'decimal.js';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';

/** The bars of a made-up fund as the price table holds them. */
export function storedBars(series: Series, source = 'csv'): StoredBar[] {
  const at = (column: Float64Array, row: number): Decimal => new Decimal(column[row] ?? Number.NaN).toDecimalPlaces(6);
  return series.sessions.map((session, row) => ({
    session,
    open: at(series.open, row),
    high: at(series.high, row),
    low: at(series.low, row),
    close: at(series.close, row),
    volume: at(series.volume, row),
    dividend: at(series.dividend, row),
    split: at(series.split, row),
    source,
    recordedAt: '2024-01-01T00:00:00.000Z',
    bulk: false,
  }));
}

/** Bars of several funds by their ticker. */
export function storedMarket(series: readonly Series[], source = 'csv'): Map<Ticker, StoredBar[]> {
  return new Map(series.map((one) => [one.ticker, storedBars(one, source)]));
}
