import { SAME_RETURN, SESSIONS_A_YEAR } from '../statistics/constants';
import { finite, ratio } from '../statistics/ratio';

/** Against the benchmark, over the sessions after the first; all `null` without a benchmark. */
export interface BenchmarkMetrics {
  readonly beta: number | null;
  /** Annual. */
  readonly alpha: number | null;
  readonly correlation: number | null;
  readonly trackingError: number | null;
  readonly informationRatio: number | null;
  readonly upCapture: number | null;
  readonly downCapture: number | null;
  /** Numerator of {@link informationRatio}: mean(r - b) * 252. */
  readonly activeReturn: number | null;
  /** Share of sessions with r > b. */
  readonly benchmarkWinRate: number | null;
}

/** What a curve without a benchmark reports. */
export const NO_BENCHMARK: BenchmarkMetrics = {
  beta: null,
  alpha: null,
  correlation: null,
  trackingError: null,
  informationRatio: null,
  upCapture: null,
  downCapture: null,
  activeReturn: null,
  benchmarkWinRate: null,
};

/**
 * Ordinary least squares of a curve's returns on the benchmark's, and what else compares the two
 * (docs/numbers.md, section 4). Both columns without the first session, on which the portfolio is only bought.
 *
 * - `beta` = cov(r, b) / var(b), `alpha` = (mean r - beta mean b) * 252
 * - `trackingError` = sd(r - b) * sqrt(252), `informationRatio` = mean(r - b) * 252 / trackingError
 * - captures: mean r / mean b over the sessions with b > 0, b < 0
 */
export function benchmarkMetrics(returns: Float64Array, benchmark: Float64Array): BenchmarkMetrics {
  const count = returns.length;
  const { meanReturn, meanBenchmark, ahead, up, down } = sums(returns, benchmark);
  if (count === 0) return NO_BENCHMARK;
  const meanActive = meanReturn - meanBenchmark;
  let products = 0;
  let squares = 0;
  let benchmarkSquares = 0;
  let activeSquares = 0;
  for (let row = 0; row < count; row++) {
    const r = (returns[row] ?? Number.NaN) - meanReturn;
    const b = (benchmark[row] ?? Number.NaN) - meanBenchmark;
    products += r * b;
    squares += r * r;
    benchmarkSquares += b * b;
    activeSquares += (r - b) * (r - b);
  }
  const spread = (sumOfSquares: number): number | null =>
    count < 2 ? null : finite(Math.sqrt(sumOfSquares / (count - 1)));
  const sdBenchmark = spread(benchmarkSquares);
  const sdActive = spread(activeSquares);
  const covariance = count < 2 ? null : products / (count - 1);
  const beta = ratio(ratio(covariance, sdBenchmark), sdBenchmark);
  const trackingError = sdActive === null ? null : sdActive * Math.sqrt(SESSIONS_A_YEAR);
  const activeReturn = meanActive * SESSIONS_A_YEAR;
  return {
    beta,
    alpha: beta === null ? null : (meanReturn - beta * meanBenchmark) * SESSIONS_A_YEAR,
    correlation: ratio(ratio(covariance, spread(squares)), sdBenchmark),
    trackingError,
    informationRatio: ratio(activeReturn, trackingError),
    upCapture: capture(up),
    downCapture: capture(down),
    activeReturn,
    benchmarkWinRate: ratio(ahead, count),
  };
}

/** Sums over the sessions on which the benchmark went one way. */
interface OneWay {
  earned: number;
  offered: number;
  sessions: number;
}

function sums(returns: Float64Array, benchmark: Float64Array) {
  const up: OneWay = { earned: 0, offered: 0, sessions: 0 };
  const down: OneWay = { earned: 0, offered: 0, sessions: 0 };
  let returnSum = 0;
  let benchmarkSum = 0;
  let ahead = 0;
  for (let row = 0; row < returns.length; row++) {
    const r = returns[row] ?? Number.NaN;
    const b = benchmark[row] ?? Number.NaN;
    returnSum += r;
    benchmarkSum += b;
    if (r - b > SAME_RETURN) ahead += 1;
    if (b === 0) continue;
    const way = b > 0 ? up : down;
    way.earned += r;
    way.offered += b;
    way.sessions += 1;
  }
  return { meanReturn: returnSum / returns.length, meanBenchmark: benchmarkSum / returns.length, ahead, up, down };
}

function capture({ earned, offered, sessions }: OneWay): number | null {
  return sessions === 0 ? null : ratio(earned / sessions, offered / sessions);
}
