import { normalCdf, normalQuantile } from '../statistics/normal';
import { ratio } from '../statistics/ratio';
import type { SharpeShape } from './basic-metrics';

const EULER_MASCHERONI = 0.577_215_664_901_532_9;

/**
 * Probabilistic Sharpe ratio: the probability that the true Sharpe ratio exceeds `threshold`, given
 * the skewness and fat tails of the returns it was measured on.
 *
 * `z = (SR - threshold) sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1)/4 SR^2)`, SR per session, g3 and g4
 * population moments (Bailey & Lopez de Prado 2012, "The Sharpe Ratio Efficient Frontier").
 *
 * @param threshold per session, like `shape.sharpe`
 * @returns null where there is no Sharpe ratio, or moments so extreme that the root has no value
 */
export function probabilisticSharpe(shape: SharpeShape, threshold = 0): number | null {
  const { sharpe, count, skew, kurtosis } = shape;
  if (sharpe === null) return null;
  const spread = Math.sqrt(1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe);
  const z = ratio((sharpe - threshold) * Math.sqrt(count - 1), spread);
  return z === null ? null : normalCdf(z);
}

/**
 * Sharpe ratio that the best of `trials.length` strategies without any skill is expected to show:
 * `sd(trials) ((1 - g) Z(1 - 1/N) + g Z(1 - 1/(N e)))`, g the Euler-Mascheroni constant, Z the normal
 * quantile (Bailey & Lopez de Prado 2014, "The Deflated Sharpe Ratio").
 *
 * @param trials per-session Sharpe ratios of every trial; NaN for a trial without one
 * @returns 0 for fewer than two trials
 */
export function expectedBestSharpe(trials: Float64Array): number {
  const values = trials.filter((value) => !Number.isNaN(value));
  const count = values.length;
  if (count < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const best =
    (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / count) +
    EULER_MASCHERONI * normalQuantile(1 - 1 / (count * Math.E));
  return Math.sqrt(squares / (count - 1)) * best;
}

/**
 * Deflated Sharpe ratio: the probability that a trial's true Sharpe ratio is above what the best of
 * all trials would show by luck alone.
 *
 * @param expectedBest of the whole sweep, from {@link expectedBestSharpe}
 */
export function deflatedSharpe(shape: SharpeShape, expectedBest: number): number | null {
  return probabilisticSharpe(shape, expectedBest);
}
