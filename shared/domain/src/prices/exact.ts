import { Decimal } from 'decimal.js';

/**
 * Decimals wide enough that no product of vendor numbers is ever rounded: a price of 17 digits times
 * a dozen split ratios of 11 digits each. A clone, so that nobody else's precision changes.
 */
export const Exact = Decimal.clone({
  precision: 250,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -300,
  toExpPos: 300,
});

/** Decimal places of a stored price or dividend. */
export const PRICE_PLACES = 6;

/** An ordinary decimal 0, for columns without an event. */
export const ZERO = new Decimal(0);

/** `value` rounded half even to `places` decimals, as an ordinary Decimal. */
export function roundedTo(value: Decimal, places: number): Decimal {
  return value.decimalPlaces() <= places
    ? new Decimal(value)
    : new Decimal(value.toDecimalPlaces(places, Decimal.ROUND_HALF_EVEN));
}
