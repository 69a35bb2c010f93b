import { parseSessionDate, sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Series, type Ticker } from '@evenkeel/domain/prices';

/** The first `count` exchange sessions from 2015 on. */
export function sessionsFrom2015(count: number): SessionDate[] {
  const years = Math.ceil((count + 15) / 250);
  const end = parseSessionDate(`${2014 + years}-12-31`);
  return sessionsBetween(parseSessionDate('2015-01-01'), end).slice(0, count);
}

/**
 * A fund without events that closes at 100 on its first session and then earns `returns`, one a
 * session; it opens at `openGap` from the last close.
 */
export function fundSeries(
  symbol: string,
  returns: readonly number[],
  openGap: (session: number) => number = () => 0,
): Series {
  const sessions = sessionsFrom2015(returns.length + 1);
  const close = new Float64Array(sessions.length);
  const open = new Float64Array(sessions.length);
  for (let row = 0; row < close.length; row++) {
    const before = row === 0 ? 100 : (close[row - 1] ?? Number.NaN);
    close[row] = row === 0 ? 100 : before * (1 + (returns[row - 1] ?? Number.NaN));
    open[row] = before * (1 + openGap(row));
  }
  const nothing = new Float64Array(sessions.length);
  return {
    ticker: parseTicker(symbol),
    sessions,
    open,
    high: close.map((value, row) => Math.max(value, open[row] ?? value)),
    low: close.map((value, row) => Math.min(value, open[row] ?? value)),
    close,
    volume: nothing.map(() => 1000),
    dividend: nothing,
    split: nothing,
  };
}

/** An inverse fund without fees: -`ratio` times the base's return, every session. */
export function idealInverse(symbol: string, baseReturns: readonly number[], ratio: number): Series {
  return fundSeries(
    symbol,
    baseReturns.map((value) => -ratio * value),
  );
}

/** Series by their ticker, as `buildPanel` takes them. */
export function market(...series: readonly Series[]): ReadonlyMap<Ticker, Series> {
  return new Map(series.map((one) => [one.ticker, one]));
}
