/** Daily returns of a NAV curve, the first against `capital`. */
export function navReturns(nav: Float64Array, capital: number): Float64Array {
  const returns = new Float64Array(nav.length);
  let previous = capital;
  for (let row = 0; row < nav.length; row++) {
    const value = nav[row] ?? Number.NaN;
    returns[row] = value / previous - 1;
    previous = value;
  }
  return returns;
}

/**
 * Daily returns of an index; row 0 is NaN, the undefined return of the first bar. Kept with the column:
 * a panel's indices are asked for again with every run over it.
 */
export function indexReturns(index: Float64Array): Float64Array {
  return kept(returnsByIndex, index, () => navReturns(index, Number.NaN));
}

/** `ln(1 + r)` of {@link indexReturns}, kept likewise. */
export function indexLogReturns(index: Float64Array): Float64Array {
  return kept(logReturnsByIndex, index, () => indexReturns(index).map(Math.log1p));
}

const returnsByIndex = new WeakMap<Float64Array, Float64Array>();
const logReturnsByIndex = new WeakMap<Float64Array, Float64Array>();

function kept(
  known: WeakMap<Float64Array, Float64Array>,
  index: Float64Array,
  compute: () => Float64Array,
): Float64Array {
  const column = known.get(index) ?? compute();
  known.set(index, column);
  return column;
}
