import type { Decimal } from 'decimal.js';

/** `digits / 10^places`: a decimal as integers. */
export interface IntegerDecimal {
  readonly digits: bigint;
  readonly places: number;
}

/** The same number as integers. */
export function integersOf(decimal: Decimal): IntegerDecimal {
  const places = decimal.decimalPlaces();
  return { digits: BigInt(decimal.toFixed(places).replace('.', '')), places };
}

/**
 * `value * factor * 10^places`, rounded half even to an integer, exactly: for the numbers that lie so near to a
 * tie that doubles cannot tell on which side. `value` counts as its shortest decimal text.
 * Undefined where that text has an exponent.
 */
export function roundedExactly(value: number, factor: IntegerDecimal, places: number): number | undefined {
  const text = value.toString();
  if (text.includes('e')) return undefined;
  const point = text.indexOf('.');
  const own = point === -1 ? 0 : text.length - point - 1;
  const drop = own + factor.places - places;
  const digits = point === -1 ? text : text.slice(0, point) + text.slice(point + 1);
  const small = Number(digits) * Number(factor.digits);
  if (drop >= 0 && drop <= 15 && small <= Number.MAX_SAFE_INTEGER) return halfEven(small, 10 ** drop);
  const wide = BigInt(digits) * factor.digits;
  return drop < 0 ? Number(wide * 10n ** BigInt(-drop)) : wideHalfEven(wide, 10n ** BigInt(drop));
}

/** Both safe integers, so remainder and difference are exact. */
function halfEven(numerator: number, denominator: number): number {
  const rest = numerator % denominator;
  const floor = (numerator - rest) / denominator;
  const up = rest * 2 > denominator || (rest * 2 === denominator && floor % 2 === 1);
  return up ? floor + 1 : floor;
}

function wideHalfEven(numerator: bigint, denominator: bigint): number {
  const rest = numerator % denominator;
  const floor = numerator / denominator;
  const up = rest * 2n > denominator || (rest * 2n === denominator && floor % 2n === 1n);
  return Number(up ? floor + 1n : floor);
}
