import { SAME_RETURN, SESSIONS_A_YEAR } from '../statistics/constants';
import { finite, ratio } from '../statistics/ratio';

/** The figures a sweep compares. Keys and definitions of docs/numbers.md, section 4. */
export interface BasicMetrics {
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  /** One-way, a year; null when no traded value was given. */
  readonly turnover: number | null;
  /** Shape of the excess returns' distribution, which the probability of a Sharpe ratio needs. */
  readonly shape: SharpeShape;
}

/** Per-session Sharpe ratio with the population moments of the excess returns. */
export interface SharpeShape {
  /** mean / sd, not annualised. */
  readonly sharpe: number | null;
  /** Number of returns. */
  readonly count: number;
  /** Population skewness (g3). */
  readonly skew: number;
  /** Population kurtosis (g4), 3 for a normal distribution. */
  readonly kurtosis: number;
}

/** What {@link basicMetrics} may know besides the curve. */
export interface BasicMetricsOptions {
  /** Sum of |value| of all trades. */
  readonly tradedValue?: number | undefined;
  /** Risk-free rate of each session; 0 when absent. */
  readonly riskFree?: Float64Array | undefined;
}

/**
 * The basic figures of a NAV curve in one pass over it, without a column of its own: some ten
 * microseconds for 1,760 sessions, so that a sweep can afford them.
 *
 * Powers are summed of each return's deviation from the curve's geometric mean return, which lies so
 * near the arithmetic mean that nothing cancels when the central moments are taken from them; a
 * curve that grows at a constant rate has an sd of 0, not of rounding noise.
 *
 * @param nav NAV at the close of each session
 * @param capital what the first return is measured against
 */
export function basicMetrics(nav: Float64Array, capital: number, options: BasicMetricsOptions = {}): BasicMetrics {
  const { riskFree } = options;
  const count = nav.length;
  const totalReturn = (nav.at(-1) ?? Number.NaN) / capital - 1;
  const centre = (finite((1 + totalReturn) ** (1 / count)) ?? 1) - 1;
  const firstRate = riskFree?.[0] ?? 0;
  let previous = capital;
  let peak = capital;
  let deepest = 1 - SAME_RETURN;
  let navSum = 0;
  let sum = 0;
  let squares = 0;
  let excessSum = 0;
  let excessSquares = 0;
  let cubes = 0;
  let fourths = 0;
  for (let row = 0; row < count; row++) {
    const value = nav[row] ?? Number.NaN;
    const deviation = value / previous - 1 - centre;
    sum += deviation;
    squares += deviation * deviation;
    const excess = riskFree === undefined ? deviation : deviation - ((riskFree[row] ?? Number.NaN) - firstRate);
    const excessSquare = excess * excess;
    excessSum += excess;
    excessSquares += excessSquare;
    cubes += excessSquare * excess;
    fourths += excessSquare * excessSquare;
    if (value > peak) peak = value;
    else if (value < deepest * peak) deepest = value / peak;
    navSum += value;
    previous = value;
  }
  const sd = count < 2 ? null : Math.sqrt(centralSquares(sum, squares, count) / (count - 1));
  const shape = sharpeShape(centre - firstRate, count, [excessSum, excessSquares, cubes, fourths]);
  return {
    totalReturn,
    cagr: compoundRate(totalReturn, count),
    volatility: sd === null ? null : finite(sd * Math.sqrt(SESSIONS_A_YEAR)),
    sharpe: shape.sharpe === null ? null : shape.sharpe * Math.sqrt(SESSIONS_A_YEAR),
    maxDrawdown: deepest < 1 - SAME_RETURN ? deepest - 1 : 0,
    turnover: options.tradedValue === undefined ? null : turnoverOf(options.tradedValue, navSum / count, count),
    shape,
  };
}

/** Sum of squared deviations from the mean, from the sums of deviations from another centre. */
function centralSquares(sum: number, squares: number, count: number): number {
  return Math.max(squares - (sum * sum) / count, 0);
}

/** Moments about the mean, from the sums of the first four powers of deviations from `centre`. */
function sharpeShape(centre: number, count: number, powers: readonly [number, number, number, number]): SharpeShape {
  const [sum, squares, cubes, fourths] = powers;
  const offset = sum / count;
  const central2 = centralSquares(sum, squares, count);
  const central3 = cubes - 3 * offset * squares + 2 * count * offset ** 3;
  const central4 = fourths - 4 * offset * cubes + 6 * offset * offset * squares - 3 * count * offset ** 4;
  const variance = central2 / count;
  return {
    sharpe: count < 2 ? null : ratio(centre + offset, Math.sqrt(central2 / (count - 1))),
    count,
    skew: central3 / count / variance ** 1.5,
    kurtosis: central4 / count / (variance * variance),
  };
}

/** `(1 + totalReturn) ^ (252 / sessions) - 1`; null after a total loss. */
export function compoundRate(totalReturn: number, sessions: number): number | null {
  return finite((1 + totalReturn) ** (SESSIONS_A_YEAR / sessions) - 1);
}

/** One-way turnover a year: `sum(v) / 2 / mean NAV * 252 / n`. */
export function turnoverOf(tradedValue: number, meanNav: number, sessions: number): number | null {
  return ratio((tradedValue / 2) * (SESSIONS_A_YEAR / sessions), meanNav);
}
