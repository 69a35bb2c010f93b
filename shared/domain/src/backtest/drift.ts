import type { DriftMeasure } from '../portfolio';
import type { Book } from './book';
import type { PanelRows } from './panel';

/**
 * Writes into `book.drift` how far each pair is from where it should be on row `t`, at whose close the
 * book is marked; a pair is breached when this is above the tolerance.
 *
 * A rule works on all pairs at once: numbers that cross a function call cost more than the arithmetic.
 *
 * @param target portfolio weight each leg should have, `[session * legs + leg]`
 */
export type DriftRule = (book: Book, target: Float64Array, rows: PanelRows, t: number) => void;

/** The drift measures of numbers, section 3. */
export const DRIFT_RULES: Readonly<Record<DriftMeasure, DriftRule>> = { weight: weightDrift, delta: deltaDrift };

/** The larger distance of a pair's two legs' portfolio weights from their targets. */
export function weightDrift({ pairs, value, nav, drift }: Book, target: Float64Array, _rows: PanelRows, t: number): void {
  const at = t * pairs * 2;
  for (let pair = 0; pair < pairs; pair++) {
    const leg = 2 * pair;
    const base = Math.abs((value[leg] ?? Number.NaN) / nav - (target[at + leg] ?? Number.NaN));
    const inverse = Math.abs((value[leg + 1] ?? Number.NaN) / nav - (target[at + leg + 1] ?? Number.NaN));
    drift[pair] = base > inverse ? base : inverse;
  }
}

/** Net delta of a pair as a share of its own value; a pair that holds nothing has none, so it has not drifted. */
export function deltaDrift({ pairs, value, drift }: Book, _target: Float64Array, { ratio }: PanelRows, t: number): void {
  const at = t * pairs;
  for (let pair = 0; pair < pairs; pair++) {
    const base = value[2 * pair] ?? Number.NaN;
    const inverse = value[2 * pair + 1] ?? Number.NaN;
    const held = base + inverse;
    drift[pair] = held === 0 ? 0 : Math.abs(base - (ratio[at + pair] ?? Number.NaN) * inverse) / held;
  }
}
