import { SESSIONS_A_YEAR, SMALLEST_DENOMINATOR } from '../statistics/constants';
import { mean, quantile } from '../statistics/distribution';
import { seededRandom } from '../statistics/random';
import { compoundRate } from './basic-metrics';
import type { Interval, Intervals } from './report-model';

/** How to resample. */
export interface BootstrapOptions {
  /** Default 2,000. */
  readonly paths?: number | undefined;
  /** Mean block length in sessions; default 21. */
  readonly meanBlock?: number | undefined;
  readonly seed?: number | undefined;
  /** Risk-free rate of each return's session; 0 when absent. */
  readonly riskFree?: Float64Array | undefined;
}

const LEVEL = 0.9;

/**
 * 90 % intervals of Sharpe ratio, cagr and maximum drawdown by the stationary bootstrap (Politis &
 * Romano 1994): each path strings together blocks of the observed returns, which start anywhere, have
 * geometric lengths and wrap round at the end, so that volatility keeps clustering as it did.
 * The interval lies between the 5 % and 95 % quantiles of the paths.
 *
 * @param returns daily returns, each row's risk-free rate moving along with it
 */
export function bootstrapIntervals(returns: Float64Array, options: BootstrapOptions = {}): Intervals {
  const { paths = 2000, meanBlock = 21, seed = 20_170_103, riskFree } = options;
  const count = returns.length;
  const excess = riskFree === undefined ? returns : returns.map((r, row) => r - (riskFree[row] ?? Number.NaN));
  const centre = mean(excess) ?? 0;
  const deviations = twice(excess.map((value) => value - centre));
  const sums = runningSums(deviations);
  const squareSums = runningSums(deviations.map((value) => value * value));
  const growth = twice(returns.map((value) => 1 + value));
  const random = seededRandom(seed);
  const length = blockLengths(meanBlock);

  const sharpes = new Float64Array(paths);
  const cagrs = new Float64Array(paths);
  const drawdowns = new Float64Array(paths);
  for (let path = 0; path < paths; path++) {
    let nav = 1;
    let peak = 1;
    let deepest = 1;
    let sum = 0;
    let squares = 0;
    for (let drawn = 0; drawn < count;) {
      const first = Math.floor(random() * count);
      const end = first + Math.min(length(random()), count - drawn);
      for (let row = first; row < end; row++) {
        nav *= growth[row] ?? Number.NaN;
        if (nav > peak) peak = nav;
        else if (nav < deepest * peak) deepest = nav / peak;
      }
      sum += between(sums, first, end);
      squares += between(squareSums, first, end);
      drawn += end - first;
    }
    const sd = Math.sqrt(Math.max(squares - (sum * sum) / count, 0) / (count - 1));
    const sharpe = sd < SMALLEST_DENOMINATOR ? Number.NaN : (centre + sum / count) / sd;
    sharpes[path] = sharpe * Math.sqrt(SESSIONS_A_YEAR);
    cagrs[path] = compoundRate(nav - 1, count) ?? Number.NaN;
    drawdowns[path] = deepest - 1;
  }
  return {
    sharpe: interval(sharpes),
    cagr: interval(cagrs),
    maxDrawdown: interval(drawdowns),
    level: LEVEL,
    paths,
    meanBlock,
    seed,
  };
}

/** Parts of [0, 1) whose block length is looked up: in nearly all of them it is the same throughout. */
const PARTS = 4096;

/** Geometric with mean 1/p by inversion, of numbers that are uniform in [0, 1): `P(length > k) = (1 - p)^k`. */
export function blockLengths(meanBlock: number): (uniform: number) => number {
  const logStay = Math.log(1 - 1 / meanBlock);
  const inverted = (uniform: number) => 1 + Math.floor(Math.log(1 - uniform) / logStay);
  // A logarithm a block is a fifth of all the work. The length only grows with the number, so a part whose ends agree has one.
  const known = Int32Array.from({ length: PARTS }, (_, part) => {
    const [low, high] = [inverted(part / PARTS), inverted((part + 1) / PARTS - Number.EPSILON / 2)];
    return low === high ? low : 0;
  });
  return (uniform) => known[Math.floor(uniform * PARTS)] || inverted(uniform);
}

/** The column twice over, so that a block that wraps round need not look for the end. */
function twice(column: Float64Array): Float64Array {
  const both = new Float64Array(column.length * 2);
  both.set(column);
  both.set(column, column.length);
  return both;
}

/** Row i is the sum of the values before row i. */
function runningSums(column: Float64Array): Float64Array {
  const sums = new Float64Array(column.length + 1);
  for (const [row, value] of column.entries()) sums[row + 1] = (sums[row] ?? Number.NaN) + value;
  return sums;
}

function between(sums: Float64Array, first: number, end: number): number {
  return (sums[end] ?? Number.NaN) - (sums[first] ?? Number.NaN);
}

function interval(outcomes: Float64Array): Interval {
  if (outcomes.some(Number.isNaN)) return { low: null, high: null };
  const sorted = outcomes.sort();
  return { low: quantile(sorted, (1 - LEVEL) / 2), high: quantile(sorted, (1 + LEVEL) / 2) };
}
