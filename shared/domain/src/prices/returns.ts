import { at } from '../column';
import type { PricePath } from './price-path';

/**
 * The daily total return of row `t` (docs/numbers.md, section 1): `r_t = C_t / (C_(t-1) / s_t - D_t) - 1` with as-traded closes, `s_t` the
 * split ratio (1 where there is none) and `D_t` the dividend per share after that split. It depends on
 * two rows only; row 0 has no predecessor: NaN.
 */
export function dailyReturnOn(series: PricePath, t: number): number {
  return t === 0 ? Number.NaN : growthOn(series, t) - 1;
}

/** {@link totalReturnIndex}: 1 at the first close. */
export interface TotalReturnIndex {
  /** `I_t`, at the close of row t. */
  readonly close: Float64Array;
  /** `I_t * O_t / C_t`, at the open of row t. */
  readonly open: Float64Array;
}

const knownIndices = new WeakMap<PricePath, TotalReturnIndex>();

/**
 * The total-return index built forward from the first bar: `I_0 = 1`, `I_t = I_(t-1) * (1 + r_t)`. Kept with the series, which
 * several panels may be made of.
 */
export function totalReturnIndex(series: PricePath): TotalReturnIndex {
  const index = knownIndices.get(series) ?? builtIndex(series);
  knownIndices.set(series, index);
  return index;
}

function builtIndex(series: PricePath): TotalReturnIndex {
  const rows = series.close.length;
  const close = new Float64Array(rows);
  const open = new Float64Array(rows);
  let index = 1;
  for (let t = 0; t < rows; t += 1) {
    if (t > 0) index *= growthOn(series, t);
    close[t] = index;
    open[t] = (index * at(series.open, t)) / at(series.close, t);
  }
  return { close, open };
}

/** `1 + r_t`. */
function growthOn(series: PricePath, t: number): number {
  const split = at(series.split, t);
  const carried = split === 0 ? at(series.close, t - 1) : at(series.close, t - 1) / split;
  return at(series.close, t) / (carried - at(series.dividend, t));
}
