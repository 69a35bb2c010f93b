import { invalid } from '../errors';

/** Significant digits of a number. */
const PRECISION = 38;
/** Power of ten of the first digit of the largest and the smallest number. */
const LARGEST = 125;
const SMALLEST = -130;

/** A decimal number: `digits` times ten to the `exponent`. Zero has no digits. */
export interface DecimalParts {
  readonly negative: boolean;
  /** Without zeros at either end. */
  readonly digits: string;
  readonly exponent: number;
}

/** What is in canonical form already, as nearly all numbers are. */
const PLAIN = /^(?:0|-?[1-9]\d{0,36}|-?(?:0|[1-9]\d{0,17})\.\d{0,17}[1-9])$/;
const NUMBER = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;

/**
 * A number's text in the one form in which the store keeps and returns it: no sign but `-`, no exponent, no zeros that say nothing.
 * @throws StoreError `ValidationException` for what is no number, has more than 38 digits or is out of range
 */
export function canonicalNumber(text: string): string {
  if (PLAIN.test(text)) return text;
  return plainText(inRange(partsOf(text)));
}

/** The parts of a number's text, canonical or not. */
export function partsOf(text: string): DecimalParts {
  const match = NUMBER.exec(text);
  if (match === null) {
    throw invalid(`The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`);
  }
  const [, sign, whole = '', fraction = match[4] ?? '', , power = '0'] = match;
  return partsFrom(sign === '-', whole + fraction, Number(power) - fraction.length);
}

/** Parts from digits that may have zeros at both ends. */
export function partsFrom(negative: boolean, text: string, exponent: number): DecimalParts {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === ZERO) end -= 1;
  let start = 0;
  while (start < end && text.charCodeAt(start) === ZERO) start += 1;
  if (start === end) return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: text.slice(start, end), exponent: exponent + (text.length - end) };
}

/** @throws StoreError `ValidationException` when the number cannot be stored */
export function inRange(parts: DecimalParts): DecimalParts {
  if (parts.digits === '') return parts;
  const magnitude = parts.exponent + parts.digits.length - 1;
  if (magnitude > LARGEST) throw overflow();
  if (magnitude < SMALLEST) {
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (parts.digits.length > PRECISION) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  return parts;
}

/** The error of a number too large to store; also DynamoDB's answer to a sum with too many digits. */
export function overflow(): Error {
  return invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
}

/** True when a sum has more digits than can be stored. */
export function isTooPrecise(parts: DecimalParts): boolean {
  return parts.digits.length > PRECISION;
}

/** Text without an exponent. */
export function plainText({ negative, digits, exponent }: DecimalParts): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * Bytes of a canonical number in the table: one, and one for every two digits that a pair at a fixed place covers; one more below zero.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function numberBytes(canonical: string): number {
  const point = canonical.indexOf('.');
  const end = point === -1 ? canonical.length : point;
  let first: number | undefined;
  let last = 0;
  for (let index = 0; index < canonical.length; index += 1) {
    const digit = canonical.charCodeAt(index) - ZERO;
    if (digit < 1 || digit > 9) continue;
    last = Math.floor((index < end ? end - index - 1 : end - index) / 2);
    first ??= last;
  }
  if (first === undefined) return 1;
  return 1 + (first - last + 1) + (canonical.startsWith('-') ? 1 : 0);
}

const ZERO = '0'.charCodeAt(0);
