import { at } from '../column';
import { SESSIONS_A_YEAR } from '../statistics/constants';

/**
 * What theory says about leaving a hedged pair alone for `k` sessions (docs/strategy.md).
 *
 * A pair that starts hedged gains P L/2 (x^2 - V) until its next trade, x being the base's log return
 * over the spell and V the sum of its squared daily log returns. In the mean over spells of k sessions
 * x^2 is k s^2 VR(k) + k^2 m^2 and V is k (s^2 + m^2), with the mean m, variance s^2 and variance ratio
 * VR(k) of daily log returns: waiting pays where the market trends (VR > 1) and costs where it turns back.
 */
export interface HoldingTheory {
  /** Var(k-session log returns) / (k Var(daily log returns)); `null` where fewer than two spells of k fit. */
  readonly varianceRatio: number | null;
  /** Expected gain a year, as a share of the pair's value. */
  readonly expectedGain: number | null;
}

/**
 * Prepares one base leg for questions about holding periods; each answer then costs one pass.
 * The estimator takes overlapping k-session returns and corrects both variances for the degrees of
 * freedom they use (Lo and MacKinlay 1988, eq. 12).
 * @param close total-return index at the close, one value a session
 */
export function holdingTheory(close: ArrayLike<number>): (k: number, leverage: number) => HoldingTheory {
  const logs = Float64Array.from(close, Math.log);
  const n = logs.length - 1;
  const mean = n > 0 ? (at(logs, n) - at(logs, 0)) / n : 0;
  const daily = squares(logs, 1, mean) / (n - 1);
  const known = new Map<number, number | null>();

  const ratioAt = (k: number): number | null => {
    if (2 * k > n || !(daily > 0)) return null;
    const spells = k * (n - k + 1) * (1 - k / n);
    return squares(logs, k, mean) / spells / daily;
  };

  return (holding, leverage) => {
    const k = Math.max(1, Math.round(holding));
    let varianceRatio = known.get(k);
    if (varianceRatio === undefined) known.set(k, (varianceRatio = ratioAt(k)));
    if (varianceRatio === null) return { varianceRatio, expectedGain: null };
    const excess = daily * (varianceRatio - 1) + mean * mean * (k - 1);
    return { varianceRatio, expectedGain: (leverage / 2) * SESSIONS_A_YEAR * excess };
  };
}

/** Sum of squared deviations of overlapping k-session log returns from k times the daily mean. */
function squares(logs: Float64Array, k: number, mean: number): number {
  let sum = 0;
  for (let i = k; i < logs.length; i += 1) {
    const deviation = at(logs, i) - at(logs, i - k) - k * mean;
    sum += deviation * deviation;
  }
  return sum;
}
