import type { DriftMeasure } from '../portfolio';
import type { Book } from './book';
import type { PanelRows } from './panel';

/**
 * One way of saying how far each pair is from where it should be on row `t`, at whose close the book is
 * marked; a pair is breached when this is above the tolerance.
 *
 * A rule works on all pairs at once: numbers that cross a function call cost more than the arithmetic.
 */
export interface DriftRule {
  /**
   * Writes each pair's drift into `book.drift`.
   *
   * @param target portfolio weight each leg should have, `[session * legs + leg]`
   */
  measure(book: Book, target: Float64Array, rows: PanelRows, t: number): void;
  /**
   * True only if {@link measure} would find every drift at or below `tolerance`. Divides nothing, and
   * so answers for most sessions at a third of the price; where rounding could matter it says false.
   */
  within(tolerance: number, book: Book, target: Float64Array, rows: PanelRows, t: number): boolean;
}

/** More than rounding can add to a drift, which is a difference of shares that are around 1. */
const ROUNDING = 1e-12;

/** The larger distance of a pair's two legs' portfolio weights from their targets. */
const weight: DriftRule = {
  measure({ pairs, value, nav, drift }, target, _rows, t) {
    const at = t * pairs * 2;
    for (let pair = 0; pair < pairs; pair++) {
      const leg = 2 * pair;
      const base = Math.abs((value[leg] ?? Number.NaN) / nav - (target[at + leg] ?? Number.NaN));
      const inverse = Math.abs((value[leg + 1] ?? Number.NaN) / nav - (target[at + leg + 1] ?? Number.NaN));
      drift[pair] = base > inverse ? base : inverse;
    }
  },
  within(tolerance, { value, nav }, target, _rows, t) {
    const legs = value.length;
    const at = t * legs;
    const furthest = (tolerance - ROUNDING) * nav;
    for (let leg = 0; leg < legs; leg++) {
      const distance = Math.abs((value[leg] ?? Number.NaN) - (target[at + leg] ?? Number.NaN) * nav);
      if (!(distance <= furthest)) return false;
    }
    return true;
  },
};

/** Net delta of a pair as a share of its own value; a pair that holds nothing has none, so it has not drifted. */
const delta: DriftRule = {
  measure({ pairs, value, drift }, _target, { ratio }, t) {
    const at = t * pairs;
    for (let pair = 0; pair < pairs; pair++) {
      const base = value[2 * pair] ?? Number.NaN;
      const inverse = value[2 * pair + 1] ?? Number.NaN;
      const held = base + inverse;
      drift[pair] = held === 0 ? 0 : Math.abs(base - (ratio[at + pair] ?? Number.NaN) * inverse) / held;
    }
  },
  within(tolerance, { pairs, value }, _target, { ratio }, t) {
    const at = t * pairs;
    const furthest = tolerance - ROUNDING;
    for (let pair = 0; pair < pairs; pair++) {
      const base = value[2 * pair] ?? Number.NaN;
      const inverse = value[2 * pair + 1] ?? Number.NaN;
      const held = base + inverse;
      const distance = Math.abs(base - (ratio[at + pair] ?? Number.NaN) * inverse);
      if (held !== 0 && !(distance < furthest * held)) return false;
    }
    return true;
  },
};

/** The drift measures of docs/numbers.md, section 3. */
export const DRIFT_RULES: Readonly<Record<DriftMeasure, DriftRule>> = { weight, delta };
