import { SESSIONS_A_YEAR, SMALLEST_DENOMINATOR } from './constants';

/**
 * Sample standard deviation (n - 1) of the last `window` values up to and including each row.
 *
 * Every window is computed from its own values alone (mean first, then squared deviations), so a
 * row depends on nothing before its window: truncating the end of the data, or resuming with only
 * the last `window` rows at hand, gives the same bits.
 *
 * @returns one row a value; NaN while the window is not full, or where it holds a NaN
 */
export function rollingSd(values: Float64Array, window: number): Float64Array {
  const result = new Float64Array(values.length).fill(Number.NaN);
  for (let last = window - 1; last < values.length; last++) result[last] = windowSd(values, last, window);
  return result;
}

/** Sample standard deviation of the `window` values ending with row `last`; NaN where there are not as many. */
function windowSd(values: Float64Array, last: number, window: number): number {
  const first = last - window + 1;
  if (first < 0 || window < 2) return Number.NaN;
  let sum = 0;
  for (let row = first; row <= last; row++) sum += values[row] ?? Number.NaN;
  const mean = sum / window;
  let squares = 0;
  for (let row = first; row <= last; row++) {
    const deviation = (values[row] ?? Number.NaN) - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / (window - 1));
}

/** {@link rollingSd} of daily returns, annualised: `sd * sqrt(252)` (docs/numbers.md, section 5). */
export function rollingVolatility(returns: Float64Array, window: number): Float64Array {
  const result = rollingSd(returns, window);
  const scale = Math.sqrt(SESSIONS_A_YEAR);
  for (let row = 0; row < result.length; row++) result[row] = (result[row] ?? Number.NaN) * scale;
  return result;
}

/**
 * Sample correlation of the last `window` rows of two columns, each window on its own like {@link rollingSd}.
 *
 * @returns one row a value; NaN while the window is not full, where it holds a NaN, or where either
 * column does not move within it (a correlation with a constant is not defined)
 */
export function rollingCorrelation(a: Float64Array, b: Float64Array, window: number): Float64Array {
  const result = new Float64Array(a.length).fill(Number.NaN);
  for (let last = window - 1; last < a.length; last++) {
    const { products, squaresA, squaresB } = comoments(a, b, last, window);
    const denominator = Math.sqrt(squaresA) * Math.sqrt(squaresB);
    result[last] = isFlat(squaresA, window) || isFlat(squaresB, window) ? Number.NaN : products / denominator;
  }
  return result;
}

/**
 * Slope of the least-squares line of `y` on `x` over the last `window` rows.
 *
 * @returns one row a value; NaN while the window is not full, where it holds a NaN, or where `x` does not move
 */
export function rollingBeta(y: Float64Array, x: Float64Array, window: number): Float64Array {
  const result = new Float64Array(y.length).fill(Number.NaN);
  for (let last = window - 1; last < y.length; last++) {
    const { products, squaresB } = comoments(y, x, last, window);
    result[last] = isFlat(squaresB, window) ? Number.NaN : products / squaresB;
  }
  return result;
}

function comoments(a: Float64Array, b: Float64Array, last: number, window: number) {
  const first = last - window + 1;
  let sumA = 0;
  let sumB = 0;
  for (let row = first; row <= last; row++) {
    sumA += a[row] ?? Number.NaN;
    sumB += b[row] ?? Number.NaN;
  }
  const meanA = sumA / window;
  const meanB = sumB / window;
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let row = first; row <= last; row++) {
    const deviationA = (a[row] ?? Number.NaN) - meanA;
    const deviationB = (b[row] ?? Number.NaN) - meanB;
    products += deviationA * deviationB;
    squaresA += deviationA * deviationA;
    squaresB += deviationB * deviationB;
  }
  return { products, squaresA, squaresB };
}

/** A column whose sd is below {@link SMALLEST_DENOMINATOR} counts as constant. */
function isFlat(squares: number, window: number): boolean {
  return Math.sqrt(squares / (window - 1)) < SMALLEST_DENOMINATOR;
}
