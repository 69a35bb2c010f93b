import { SESSIONS_A_YEAR } from './constants';
import { mean, sampleSd } from './distribution';
import type { BenchmarkMetrics } from './metrics-model';
import { ratio } from './ratio';

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
 * (numbers, section 4). Both columns without the first session, on which the portfolio is only bought.
 *
 * - `beta` = cov(r, b) / var(b), `alpha` = (mean r - beta mean b) * 252
 * - `trackingError` = sd(r - b) * sqrt(252), `informationRatio` = mean(r - b) * 252 / trackingError
 * - captures: mean r / mean b over the sessions with b > 0, b < 0
 */
export function benchmarkMetrics(returns: Float64Array, benchmark: Float64Array): BenchmarkMetrics {
  const count = returns.length;
  const meanReturn = mean(returns);
  const meanBenchmark = mean(benchmark);
  if (meanReturn === null || meanBenchmark === null) return NO_BENCHMARK;
  const sdReturn = sampleSd(returns);
  const sdBenchmark = sampleSd(benchmark);
  let products = 0;
  for (const [row, b] of benchmark.entries()) products += ((returns[row] ?? Number.NaN) - meanReturn) * (b - meanBenchmark);
  const covariance = count < 2 ? null : products / (count - 1);
  const beta = ratio(ratio(covariance, sdBenchmark), sdBenchmark);

  const active = returns.map((r, row) => r - (benchmark[row] ?? Number.NaN));
  const sdActive = sampleSd(active);
  const trackingError = sdActive === null ? null : sdActive * Math.sqrt(SESSIONS_A_YEAR);
  const activeReturn = (mean(active) ?? Number.NaN) * SESSIONS_A_YEAR;
  return {
    beta,
    alpha: beta === null ? null : (meanReturn - beta * meanBenchmark) * SESSIONS_A_YEAR,
    correlation: ratio(ratio(covariance, sdReturn), sdBenchmark),
    trackingError,
    informationRatio: ratio(activeReturn, trackingError),
    upCapture: capture(returns, benchmark, 1),
    downCapture: capture(returns, benchmark, -1),
    activeReturn,
    benchmarkWinRate: ratio(active.reduce((wins, difference) => wins + (difference > 0 ? 1 : 0), 0), count),
  };
}

/** Means over the same sessions have the ratio of their sums. */
function capture(returns: Float64Array, benchmark: Float64Array, sign: 1 | -1): number | null {
  let earned = 0;
  let offered = 0;
  let sessions = 0;
  for (const [row, b] of benchmark.entries()) {
    if (b * sign <= 0) continue;
    earned += returns[row] ?? Number.NaN;
    offered += b;
    sessions += 1;
  }
  return sessions === 0 ? null : ratio(earned / sessions, offered / sessions);
}
