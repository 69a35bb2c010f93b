import { addCalendarDays, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Series, Ticker } from '@evenkeel/domain/prices';

/** `count` days from Monday to Friday, from Monday 2018-01-01 on: no holidays, so each fifth one is a Monday. */
export function weekdays(count: number): SessionDate[] {
  for (let at = WEEKDAYS.length; at < count; at++)
    WEEKDAYS.push(addCalendarDays(MONDAY, Math.floor(at / 5) * 7 + (at % 5)));
  return WEEKDAYS.slice(0, count);
}

const MONDAY = parseSessionDate('2018-01-01');
const WEEKDAYS: SessionDate[] = [];

/** A series on {@link weekdays} that closes at `closes`, without events; it opens at `opens`, or at the close. */
export function seriesOf(
  ticker: Ticker,
  closes: readonly number[],
  opens: readonly number[] = closes,
  sessions = weekdays(closes.length),
): Series {
  const close = Float64Array.from(closes);
  const nothing = new Float64Array(closes.length);
  return {
    ticker,
    sessions,
    open: Float64Array.from(opens),
    high: close,
    low: close,
    close,
    volume: nothing,
    dividend: nothing,
    split: nothing,
  };
}

/** Closes that begin at 100 and earn `returns`. */
export function pathOf(returns: readonly number[]): number[] {
  const closes = [100];
  for (const one of returns) closes.push((closes.at(-1) ?? Number.NaN) * (1 + one));
  return closes;
}

/**
 * Random walks of `count` sessions for every symbol, the same for the same seed: swings of some percent
 * a day in quiet and wild spells, openings away from the last close, and a bar missing here and there (never of `complete`).
 */
export function randomMarket(
  symbols: readonly Ticker[],
  seed: number,
  count: number,
  complete?: Ticker,
): Map<Ticker, Series> {
  const random = generator(seed);
  const sessions = weekdays(count);
  return new Map(
    symbols.map((symbol) => {
      const missing = new Set(sessions.filter((_, at) => symbol !== complete && at > 0 && random() < 0.01));
      const closes: number[] = [];
      const opens: number[] = [];
      let close = 50 + 100 * random();
      let wild = 0.02;
      for (let at = 0; at < count; at++) {
        if (random() < 0.05) wild = 0.005 + 0.06 * random();
        opens.push(close * (1 + wild * (random() - 0.5)));
        close *= 1 + 2 * wild * (random() - 0.5);
        closes.push(close);
      }
      const kept = sessions.map((session, at) => ({ session, at })).filter(({ session }) => !missing.has(session));
      const pick = (column: readonly number[]): number[] => kept.map(({ at }) => column[at] ?? Number.NaN);
      return [
        symbol,
        seriesOf(
          symbol,
          pick(closes),
          pick(opens),
          kept.map(({ session }) => session),
        ),
      ] as const;
    }),
  );
}

/** Uniform numbers from 0 up to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The series up to and including `last`, as if nothing had happened since. */
export function truncated(market: ReadonlyMap<Ticker, Series>, last: SessionDate): Map<Ticker, Series> {
  return new Map(
    [...market].map(([symbol, series]) => {
      const rows = series.sessions.filter((session) => session <= last).length;
      const cut = (column: Float64Array): Float64Array => column.slice(0, rows);
      const { ticker, sessions, open, high, low, close, volume, dividend, split } = series;
      return [
        symbol,
        {
          ticker,
          sessions: sessions.slice(0, rows),
          open: cut(open),
          high: cut(high),
          low: cut(low),
          close: cut(close),
          volume: cut(volume),
          dividend: cut(dividend),
          split: cut(split),
        },
      ] as const;
    }),
  );
}
