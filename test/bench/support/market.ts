import { sessionsBetween, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Series, type Ticker } from '@evenkeel/domain/prices';
import type { Pair } from '@evenkeel/domain/pairs';

/** A market of any size for measuring: pairs, their series, and a benchmark `BENCH`. */
export interface Market {
  readonly pairs: readonly Pair[];
  readonly benchmark: Ticker;
  readonly series: ReadonlyMap<Ticker, Series>;
}

const FIRST = parseSessionDate('1994-01-03');
const LAST = parseSessionDate('2023-12-29');
const calendar = sessionsBetween(FIRST, LAST);

/**
 * Seeded log-normal bases and exact daily-rebalanced inverse funds at -3 times, `sessions` long.
 */
export function market(pairCount: number, sessions: number, seed = 1): Market {
  const days = calendar.slice(-sessions);
  if (days.length < sessions) throw new RangeError(`the calendar has ${days.length} sessions, not ${sessions}`);
  const next = normals(seed);
  const series = new Map<Ticker, Series>();
  const add = (name: string, returns: Float64Array): Ticker => {
    const ticker = parseTicker(name);
    series.set(ticker, seriesOf(ticker, days, returns));
    return ticker;
  };
  const draw = () => Float64Array.from(days, () => 0.0004 + 0.013 * next());
  const pairs = Array.from({ length: pairCount }, (_, i): Pair => {
    const returns = draw();
    const base = add(`B${i}`, returns);
    const inverse = add(
      `I${i}`,
      returns.map((r) => -3 * r),
    );
    return { base, inverse, leverage: [{ from: FIRST, ratio: 3 }] };
  });
  return { pairs, benchmark: add('BENCH', draw()), series };
}

function seriesOf(ticker: Ticker, sessions: readonly SessionDate[], returns: Float64Array): Series {
  const close = new Float64Array(sessions.length);
  let price = 100;
  for (let i = 0; i < close.length; i += 1) {
    price *= 1 + (i === 0 ? 0 : (returns[i] ?? 0));
    close[i] = price;
  }
  const none = new Float64Array(sessions.length);
  return { ticker, sessions, open: close, high: close, low: close, close, volume: none, dividend: none, split: none };
}

/** Standard normal numbers: Marsaglia's xorshift32 through the Box-Muller transform. */
function normals(seed: number): () => number {
  let state = seed >>> 0 || 1;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
