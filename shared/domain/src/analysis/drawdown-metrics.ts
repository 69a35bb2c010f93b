import type { SessionDate } from '../calendar';
import { ratio } from '../statistics/ratio';
import { drawdownSpans, longestDrawdown, spanLength, type LongestDrawdown } from './drawdowns';

/** What a curve spends below its peaks, beside the depth of the worst fall. */
export interface DrawdownMetrics extends LongestDrawdown {
  /** Longest span from peak to recovery (or to the end), in calendar days. */
  /** The same in sessions. */
  /** True when the span of {@link maxDrawdownDays} had not recovered by the last session. */
  /** Of the last session; 0 at a peak. */
  readonly currentDrawdown: number;
  /** Calendar days since the peak of {@link currentDrawdown}; 0 at a peak. */
  readonly currentDrawdownDays: number;
  /** Mean depth of all falls below a peak, the open one included. */
  readonly averageDrawdown: number | null;
  /** Mean length of all falls below a peak, in calendar days. */
  readonly averageDrawdownDays: number | null;
  /** Root mean square of NAV / running peak - 1 over the sessions. */
  readonly ulcerIndex: number | null;
}

/**
 * What a curve spends below its peaks, beside the depth of the worst fall (docs/numbers.md, section 4). The
 * current drawdown is the last session's, and its days are those since the peak; both are 0 at a peak.
 * Averages are over all spells, the open one included, and null where there is none.
 */
export function drawdownMetrics(nav: Float64Array, capital: number, sessions: readonly SessionDate[]): DrawdownMetrics {
  const spans = drawdownSpans(nav, capital);
  const lengths = spans.map((span) => spanLength(span, sessions));
  const open = spans.at(-1)?.recovery === null;
  const { ulcerIndex, last } = belowPeak(nav, capital);
  return {
    ...longestDrawdown(spans, sessions),
    currentDrawdown: open ? last : 0,
    currentDrawdownDays: open ? (lengths.at(-1)?.days ?? 0) : 0,
    averageDrawdown: ratio(
      spans.reduce((sum, { depth }) => sum + depth, 0),
      spans.length,
    ),
    averageDrawdownDays: ratio(
      lengths.reduce((sum, { days }) => sum + days, 0),
      lengths.length,
    ),
    ulcerIndex,
  };
}

/** Root mean square of the distance below the running peak (Martin & McCann 1989, the ulcer index), and the last session's distance. */
function belowPeak(nav: Float64Array, capital: number): { ulcerIndex: number | null; last: number } {
  let peak = capital;
  let squares = 0;
  let below = 0;
  for (let row = 0; row < nav.length; row++) {
    const value = nav[row] ?? Number.NaN;
    if (value > peak) peak = value;
    below = value / peak - 1;
    squares += below * below;
  }
  const mean = ratio(squares, nav.length);
  return { ulcerIndex: mean === null ? null : Math.sqrt(mean), last: below };
}
