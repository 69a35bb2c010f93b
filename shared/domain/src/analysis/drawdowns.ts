import { calendarDaysBetween, type SessionDate } from '../calendar';
import { SAME_RETURN } from '../statistics/constants';

/** One fall below a peak. */
export interface Drawdown {
  readonly peak: SessionDate;
  readonly trough: SessionDate;
  /** First session back at the peak; `null` when it is still open. */
  readonly recovery: SessionDate | null;
  readonly depth: number;
  /** Calendar days from the peak to the recovery, or to the last session. */
  readonly days: number;
  readonly sessions: number;
}

/** How many drawdowns a report names. */
const WORST = 5;

/** A drawdown by rows of the curve. */
export interface DrawdownSpan {
  /** Last row at the peak; the first row when the starting capital is the peak. */
  readonly peak: number;
  readonly trough: number;
  /** First row at the peak again, or above it; null while open. */
  readonly recovery: number | null;
  readonly depth: number;
}

/** Every fall below a running peak, in order of time; the starting capital is the first peak. */
export function drawdownSpans(nav: Float64Array, capital: number): DrawdownSpan[] {
  const spans: DrawdownSpan[] = [];
  let peakValue = capital;
  let peak = 0;
  let trough = 0;
  let low = Infinity;
  for (let row = 0; row < nav.length; row++) {
    const value = nav[row] ?? Number.NaN;
    if (value < peakValue * (1 - SAME_RETURN)) {
      if (value < low) {
        low = value;
        trough = row;
      }
      continue;
    }
    if (low < peakValue) spans.push({ peak, trough, recovery: row, depth: low / peakValue - 1 });
    peakValue = Math.max(peakValue, value);
    peak = row;
    low = Infinity;
  }
  if (low < peakValue) spans.push({ peak, trough, recovery: null, depth: low / peakValue - 1 });
  return spans;
}

/** How far each session's NAV lies below its running peak, as a fraction not above 0; the starting capital is the first peak. */
export function drawdownCurve(nav: ArrayLike<number>, capital: number): Float64Array {
  let peak = capital;
  return Float64Array.from(nav, (value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** The five deepest drawdowns, deepest first. */
export function worstDrawdowns(nav: Float64Array, capital: number, sessions: readonly SessionDate[]): Drawdown[] {
  return drawdownSpans(nav, capital)
    .sort((a, b) => a.depth - b.depth)
    .slice(0, WORST)
    .flatMap((span) => {
      const peak = sessions[span.peak];
      const trough = sessions[span.trough];
      if (peak === undefined || trough === undefined) return [];
      const recovery = span.recovery === null ? null : (sessions[span.recovery] ?? null);
      return [{ peak, trough, recovery, depth: span.depth, ...spanLength(span, sessions) }];
    });
}

/** Longest time under water: spans are compared in calendar days, and separately in sessions. */
export interface LongestDrawdown {
  readonly maxDrawdownDays: number;
  readonly maxDrawdownSessions: number;
  /** Whether the span with the most days was still open at the end. */
  readonly drawdownOpen: boolean;
}

/** Longest span from a peak to its recovery, or to the last session where there is none. */
export function longestDrawdown(spans: readonly DrawdownSpan[], sessions: readonly SessionDate[]): LongestDrawdown {
  let days = 0;
  let longestSessions = 0;
  let open = false;
  for (const span of spans) {
    const length = spanLength(span, sessions);
    if (length.days > days || days === 0) {
      days = length.days;
      open = span.recovery === null;
    }
    longestSessions = Math.max(longestSessions, length.sessions);
  }
  return { maxDrawdownDays: days, maxDrawdownSessions: longestSessions, drawdownOpen: open };
}

/** Length of a span up to its recovery, or to the last session, in calendar days and in sessions. */
export function spanLength({ peak, recovery }: DrawdownSpan, sessions: readonly SessionDate[]) {
  const end = recovery ?? sessions.length - 1;
  const days = calendarDays(sessions);
  return { days: (days[end] ?? 0) - (days[peak] ?? 0), sessions: end - peak };
}

/** Calendar days of each session since the first, kept with the sessions. */
function calendarDays(sessions: readonly SessionDate[]): Int32Array {
  const [first] = sessions;
  const days =
    knownDays.get(sessions) ??
    Int32Array.from(sessions, (session) => (first === undefined ? 0 : calendarDaysBetween(first, session)));
  knownDays.set(sessions, days);
  return days;
}

const knownDays = new WeakMap<readonly SessionDate[], Int32Array>();
