import { SMALLEST_DENOMINATOR } from './constants';
import { finite } from './ratio';

/** Arithmetic mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return finite(sum / values.length);
}

/** Sample standard deviation (n - 1); null of fewer than two values. */
export function sampleSd(values: Float64Array): number | null {
  const { length } = values;
  return length < 2 ? null : finite(Math.sqrt(centralSums(values).squares / (length - 1)));
}

/** Ascending copy, for {@link quantile}. */
export function ascending(values: Float64Array): Float64Array {
  return values.slice().sort();
}

/**
 * Quantile of an ascending column, with linear interpolation at position `(n - 1) p` (numpy's
 * default); null of nothing.
 */
export function quantile(sorted: Float64Array, probability: number): number | null {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below];
  if (low === undefined) return null;
  const high = sorted[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

/**
 * Sample skewness corrected for bias, as `pandas.Series.skew`:
 * `n sqrt(n - 1) / (n - 2) * S3 / S2^(3/2)`, S the sums of powers of deviations; null below three
 * values and for a constant.
 */
export function sampleSkew(values: Float64Array): number | null {
  const n = values.length;
  const { squares, cubes } = centralSums(values);
  if (n < 3 || isConstant(squares, n)) return null;
  return finite(((n * Math.sqrt(n - 1)) / (n - 2)) * (cubes / squares ** 1.5));
}

/**
 * Sample excess kurtosis corrected for bias, as `pandas.Series.kurt`:
 * `n (n + 1) (n - 1) / ((n - 2) (n - 3)) * S4 / S2^2 - 3 (n - 1)^2 / ((n - 2) (n - 3))`; null below
 * four values and for a constant.
 */
export function sampleKurtosis(values: Float64Array): number | null {
  const n = values.length;
  const { squares, fourths } = centralSums(values);
  if (n < 4 || isConstant(squares, n)) return null;
  const pairs = (n - 2) * (n - 3);
  return finite(((n * (n + 1) * (n - 1)) / pairs) * (fourths / (squares * squares)) - (3 * (n - 1) ** 2) / pairs);
}

function centralSums(values: Float64Array) {
  const centre = mean(values) ?? Number.NaN;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (const value of values) {
    const deviation = value - centre;
    const square = deviation * deviation;
    squares += square;
    cubes += square * deviation;
    fourths += square * square;
  }
  return { squares, cubes, fourths };
}

/** Judged by the sd, the scale of the values themselves: a fourth power of honest daily returns is below 1e-12. */
function isConstant(squares: number, count: number): boolean {
  return Math.sqrt(squares / (count - 1)) < SMALLEST_DENOMINATOR;
}
