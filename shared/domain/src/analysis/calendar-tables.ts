import type { SessionDate } from '../calendar';
import { basicMetrics } from './basic-metrics';
import type { MonthReturn, YearFigures } from './report-model';

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

/**
 * Return of each calendar month: its daily returns compounded, which is its last NAV over the last
 * NAV before it. The benchmark's first month starts at the first close, when the portfolio was bought.
 */
export function monthlyReturns(curve: Curve): MonthReturn[] {
  return periods(curve, 7).map((period) => ({
    year: period.year,
    month: period.month,
    return: growth(curve, period) - 1,
    benchmark: benchmarkReturn(curve, period),
  }));
}

/** Figures of each calendar year; drawdowns are measured from the NAV the year began with. */
export function yearlyFigures(curve: Curve): YearFigures[] {
  return periods(curve, 4).map((period) => {
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

interface Period {
  readonly year: number;
  /** Of the first session, 1 to 12. */
  readonly month: number;
  readonly first: number;
  /** Row after the last. */
  readonly end: number;
}

/** Periods of a run's sessions, kept with them: every curve over the same sessions has the same ones. */
const knownPeriods = new WeakMap<readonly SessionDate[], Map<number, readonly Period[]>>();

function periods({ sessions }: Curve, labelLength: number): readonly Period[] {
  const known = knownPeriods.get(sessions) ?? new Map<number, readonly Period[]>();
  knownPeriods.set(sessions, known);
  const found = known.get(labelLength) ?? findPeriods(sessions, labelLength);
  known.set(labelLength, found);
  return found;
}

function findPeriods(sessions: readonly SessionDate[], labelLength: number): readonly Period[] {
  const found: Period[] = [];
  let first = 0;
  for (let end = 1; end <= sessions.length; end++) {
    const label = sessions[first]?.slice(0, labelLength);
    if (label === undefined || sessions[end]?.slice(0, labelLength) === label) continue;
    found.push({ year: Number(label.slice(0, 4)), month: Number(sessions[first]?.slice(5, 7)), first, end });
    first = end;
  }
  return found;
}

function growth(curve: Curve, { first, end }: Period): number {
  return (curve.nav[end - 1] ?? Number.NaN) / startNav(curve, first);
}

function startNav(curve: Curve, first: number): number {
  return first === 0 ? curve.capital : (curve.nav[first - 1] ?? Number.NaN);
}

function benchmarkReturn({ benchmark }: Curve, { first, end }: Period): number | null {
  if (benchmark === undefined) return null;
  return (benchmark[end - 1] ?? Number.NaN) / (benchmark[Math.max(first - 1, 0)] ?? Number.NaN) - 1;
}
