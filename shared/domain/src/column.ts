/** One row of a column; NaN outside it, which no arithmetic hides. */
export function at(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}
