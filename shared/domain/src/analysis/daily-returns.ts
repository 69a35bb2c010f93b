/** Daily returns of a NAV curve, the first against `capital`. */
export function navReturns(nav: Float64Array, capital: number): Float64Array {
  let previous = capital;
  return nav.map((value) => {
    const dailyReturn = value / previous - 1;
    previous = value;
    return dailyReturn;
  });
}

/** Daily returns of an index; row 0 is NaN, the undefined return of the first bar. */
export function indexReturns(index: Float64Array): Float64Array {
  return navReturns(index, Number.NaN);
}
