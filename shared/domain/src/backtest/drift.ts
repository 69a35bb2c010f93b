import type { DriftMeasure } from '../portfolio';

/**
 * How far a pair is from where it should be; a pair is breached when this is above the tolerance.
 *
 * @param base value of the base leg, in money
 * @param inverse value of the inverse leg
 * @param nav value of the portfolio
 * @param targetBase portfolio weight the base leg should have
 * @param targetInverse portfolio weight the inverse leg should have
 * @param ratio leverage ratio in force
 */
export type DriftRule = (
  base: number,
  inverse: number,
  nav: number,
  targetBase: number,
  targetInverse: number,
  ratio: number,
) => number;

/** The drift measures of numbers, section 3. */
export const DRIFT_RULES: Readonly<Record<DriftMeasure, DriftRule>> = { weight: weightDrift, delta: deltaDrift };

/** The larger distance of the two legs' portfolio weights from their targets. */
export function weightDrift(base: number, inverse: number, nav: number, targetBase: number, targetInverse: number): number {
  return Math.max(Math.abs(base / nav - targetBase), Math.abs(inverse / nav - targetInverse));
}

/** Net delta of the pair as a share of its own value; a pair that holds nothing has none, so it has not drifted. */
export function deltaDrift(
  base: number,
  inverse: number,
  _nav: number,
  _targetBase: number,
  _targetInverse: number,
  ratio: number,
): number {
  const held = base + inverse;
  return held === 0 ? 0 : Math.abs(base - ratio * inverse) / held;
}
