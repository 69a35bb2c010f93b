import { SAME_RETURN, SMALLEST_DENOMINATOR } from './constants';
import { finite, ratio } from './ratio';

/** Arithmetic mean; null of nothing. */
export function mean(values: Float64Array): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row] ?? Number.NaN;
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

/** Third and fourth moments of a sample, corrected for bias; each null where it is not defined. */
export interface SampleShape {
  readonly skew: number | null;
  readonly kurtosis: number | null;
}

/**
 * Skewness and excess kurtosis as `pandas.Series.skew` and `pandas.Series.kurt`, S being the sums of powers of deviations:
 * `n sqrt(n - 1) / (n - 2) * S3 / S2^(3/2)`, null below three values, and
 * `n (n + 1) (n - 1) / ((n - 2) (n - 3)) * S4 / S2^2 - 3 (n - 1)^2 / ((n - 2) (n - 3))`, null below four;
 * both null for a constant.
 */
export function sampleShape(values: Float64Array): SampleShape {
  const n = values.length;
  const { squares, cubes, fourths } = centralSums(values);
  if (n < 3 || isConstant(squares, n)) return { skew: null, kurtosis: null };
  const skew = finite(((n * Math.sqrt(n - 1)) / (n - 2)) * (cubes / squares ** 1.5));
  if (n < 4) return { skew, kurtosis: null };
  const pairs = (n - 2) * (n - 3);
  const kurtosis = finite(
    ((n * (n + 1) * (n - 1)) / pairs) * (fourths / (squares * squares)) - (3 * (n - 1) ** 2) / pairs,
  );
  return { skew, kurtosis };
}

/** The lowest part of a sample, up to a quantile, and its ends. */
export interface LowerTail {
  readonly lowest: number | null;
  readonly highest: number | null;
  /** As {@link quantile} of the sorted sample. */
  readonly quantile: number | null;
  /** Mean of the values not above the quantile, all that are the same as it included. */
  readonly meanBelow: number | null;
}

/**
 * The same as sorting and looking, without sorting: the order statistics beside the quantile are found by
 * partitioning (Hoare 1961, algorithm 65).
 */
export function lowerTail(values: Float64Array, probability: number): LowerTail {
  const n = values.length;
  const scratch = values.slice();
  const bound = partitionedQuantile(scratch, probability);
  if (bound === null) return { lowest: null, highest: null, quantile: null, meanBelow: null };
  let lowest = bound;
  let highest = bound;
  let sum = 0;
  let count = 0;
  for (let row = 0; row < n; row++) {
    const value = scratch[row] ?? Number.NaN;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    if (value > bound + SAME_RETURN) continue;
    sum += value;
    count += 1;
  }
  return { lowest, highest, quantile: bound, meanBelow: ratio(sum, count) };
}

/** {@link quantile} of a column in any order. */
export function quantileOf(values: Float64Array, probability: number): number | null {
  return partitionedQuantile(values.slice(), probability);
}

/** {@link quantile} of a column that it may reorder. */
function partitionedQuantile(scratch: Float64Array, probability: number): number | null {
  const position = (scratch.length - 1) * probability;
  const below = Math.floor(position);
  partitionAt(scratch, below);
  const low = scratch[below];
  if (low === undefined) return null;
  let next = Infinity;
  for (let row = below + 1; row < scratch.length; row++) {
    const value = scratch[row] ?? Number.NaN;
    if (value < next) next = value;
  }
  const high = below + 1 < scratch.length ? next : low;
  return low + (position - below) * (high - low);
}

/** Reorders `values` until row `k` holds what it would hold in ascending order, smaller ones before it. */
function partitionAt(values: Float64Array, k: number): void {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >>> 1] ?? Number.NaN;
    let low = left;
    let high = right;
    while (low <= high) {
      while ((values[low] ?? pivot) < pivot) low++;
      while ((values[high] ?? pivot) > pivot) high--;
      if (low > high) break;
      const swapped = values[low] ?? pivot;
      values[low++] = values[high] ?? pivot;
      values[high--] = swapped;
    }
    if (k <= high) right = high;
    else if (k >= low) left = low;
    else return;
  }
}

function centralSums(values: Float64Array) {
  const centre = mean(values) ?? Number.NaN;
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (let row = 0; row < values.length; row++) {
    const deviation = (values[row] ?? Number.NaN) - centre;
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
