/** Shares that a value is worth at a price as traded; null without a price. */
export function sharesOf(value: number, tradedPrice: number | null): number | null {
  return tradedPrice === null ? null : value / tradedPrice;
}
