import type { SessionDate } from '../calendar';
import { basicMetrics } from './basic-metrics';

/** Return of a calendar month, or of as much of it as the run covers. */
export interface MonthReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly return: number;
  readonly benchmark: number | null;
}

/** Figures of a calendar year, or of as much of it as the run covers. */
export interface YearFigures {
  readonly year: number;
  readonly sessions: number;
  readonly return: number;
  readonly benchmark: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
}

/** A NAV curve with what it is compared against; one row a session in every column. */
export interface Curve {
  readonly sessions: readonly SessionDate[];
  readonly nav: Float64Array;
  /** What the first session's return is measured against. */
  readonly capital: number;
  /** Benchmark's total-return index at the close. */
  readonly benchmark?: Float64Array | undefined;
  /** Risk-free rate of each session; 0 when absent. */
  readonly riskFree?: Float64Array | undefined;
}

/** What a calendar of returns can be divided by, each with the label that its sessions share. */
const LABELS = {
  month: (session: SessionDate) => session.slice(0, 7),
  quarter: (session: SessionDate) => `${session.slice(0, 4)}Q${Math.ceil(Number(session.slice(5, 7)) / 3)}`,
  year: (session: SessionDate) => session.slice(0, 4),
};
type Kind = keyof typeof LABELS;

/** Return of each calendar month, quarter or year, in order; the first and the last though the run covers them in part. */
export function calendarReturns(curve: Curve, kind: Kind): Float64Array {
  return Float64Array.from(calendarSpans(curve.sessions, kind), (period) => growth(curve, period) - 1);
}

/**
 * Return of each calendar month: its daily returns compounded, which is its last NAV over the last
 * NAV before it. The benchmark's first month starts at the first close, when the portfolio was bought.
 */
export function monthlyReturns(curve: Curve): MonthReturn[] {
  return calendarSpans(curve.sessions, 'month').map((period) => ({
    year: period.year,
    month: period.month,
    return: growth(curve, period) - 1,
    benchmark: benchmarkReturn(curve, period),
  }));
}

/** Figures of each calendar year; drawdowns are measured from the NAV the year began with. */
export function yearlyFigures(curve: Curve): YearFigures[] {
  return calendarSpans(curve.sessions, 'year').map((period) => {
    const { first, end } = period;
    const figures = basicMetrics(curve.nav.subarray(first, end), startNav(curve, first), {
      riskFree: curve.riskFree?.subarray(first, end),
    });
    return {
      year: period.year,
      sessions: end - first,
      return: figures.totalReturn,
      benchmark: benchmarkReturn(curve, period),
      volatility: figures.volatility,
      sharpe: figures.sharpe,
      maxDrawdown: figures.maxDrawdown,
    };
  });
}

/** Rows of a run that fall into one calendar month, quarter or year. */
export interface CalendarSpan {
  readonly year: number;
  /** Of the first session, 1 to 12. */
  readonly month: number;
  readonly first: number;
  /** Row after the last. */
  readonly end: number;
}

/** Spans of a run's sessions, kept with them: every curve over the same sessions has the same ones. */
const knownSpans = new WeakMap<readonly SessionDate[], Map<Kind, readonly CalendarSpan[]>>();

/** The calendar months, quarters or years of ascending sessions, in order. */
export function calendarSpans(sessions: readonly SessionDate[], kind: Kind): readonly CalendarSpan[] {
  const known = knownSpans.get(sessions) ?? new Map<Kind, readonly CalendarSpan[]>();
  knownSpans.set(sessions, known);
  const found = known.get(kind) ?? findSpans(sessions, LABELS[kind]);
  known.set(kind, found);
  return found;
}

function findSpans(sessions: readonly SessionDate[], labelOf: (session: SessionDate) => string): CalendarSpan[] {
  const labels = sessions.map(labelOf);
  const found: CalendarSpan[] = [];
  let first = 0;
  for (let end = 1; end <= labels.length; end++) {
    const session = sessions[first];
    if (session === undefined || labels[end] === labels[first]) continue;
    found.push({ year: Number(session.slice(0, 4)), month: Number(session.slice(5, 7)), first, end });
    first = end;
  }
  return found;
}

function growth(curve: Curve, { first, end }: CalendarSpan): number {
  return (curve.nav[end - 1] ?? Number.NaN) / startNav(curve, first);
}

function startNav(curve: Curve, first: number): number {
  return first === 0 ? curve.capital : (curve.nav[first - 1] ?? Number.NaN);
}

function benchmarkReturn({ benchmark }: Curve, { first, end }: CalendarSpan): number | null {
  if (benchmark === undefined) return null;
  return (benchmark[end - 1] ?? Number.NaN) / (benchmark[Math.max(first - 1, 0)] ?? Number.NaN) - 1;
}
