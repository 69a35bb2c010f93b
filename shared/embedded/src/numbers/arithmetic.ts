import { type DecimalParts, inRange, isTooPrecise, overflow, partsFrom, partsOf, plainText } from './number-text';

/** Numbers of so many characters are exact enough as doubles to be compared as such. */
const EXACT_AS_DOUBLE = 15;

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; both in canonical form. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length <= EXACT_AS_DOUBLE && b.length <= EXACT_AS_DOUBLE) return Number(a) - Number(b);
  return compareParts(partsOf(a), partsOf(b));
}

/**
 * The exact sum of two canonical numbers.
 * @throws StoreError `ValidationException` when it cannot be stored. DynamoDB calls too many digits an overflow here
 * (scylladb/scylladb, test/alternator/test_number.py, test_update_expression_plus_imprecise).
 */
export function addNumbers(a: string, b: string): string {
  return sum(partsOf(a), partsOf(b));
}

/** The exact difference of two canonical numbers; fails as {@link addNumbers} does. */
export function subtractNumbers(a: string, b: string): string {
  const subtrahend = partsOf(b);
  return sum(partsOf(a), { ...subtrahend, negative: !subtrahend.negative });
}

function sum(a: DecimalParts, b: DecimalParts): string {
  const exponent = Math.min(a.exponent, b.exponent);
  const total = scaled(a, exponent) + scaled(b, exponent);
  const negative = total < 0n;
  const result = partsFrom(negative, String(negative ? -total : total), exponent);
  if (isTooPrecise(result)) throw overflow();
  return plainText(inRange(result));
}

function scaled({ negative, digits, exponent }: DecimalParts, to: number): bigint {
  const size = BigInt(digits + '0'.repeat(digits === '' ? 0 : exponent - to));
  return negative ? -size : size;
}

function compareParts(a: DecimalParts, b: DecimalParts): number {
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB || signA === 0) return signA - signB;
  return signA * compareSizes(a, b);
}

function signOf({ negative, digits }: DecimalParts): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}

function compareSizes(a: DecimalParts, b: DecimalParts): number {
  const magnitude = a.exponent + a.digits.length - (b.exponent + b.digits.length);
  if (magnitude !== 0) return magnitude;
  // With the first digits at the same place, text order is number order.
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -1 : 1;
}
