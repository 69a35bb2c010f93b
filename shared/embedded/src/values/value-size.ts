import { numberBytes } from '../numbers/number-text';
import type { Attributes, Value } from './attribute-value';

/** What a map or list costs beside its content, and what each of its elements does. */
const CONTAINER = 3;
const ELEMENT = 1;

/**
 * Bytes of an item: names and values.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function attributesBytes(attributes: Attributes): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(attributes)) bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

/** Bytes of one value without its name. */
export function valueBytes(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberBytes(value.N);
  if ('B' in value) return value.B.length;
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('SS' in value) return total(value.SS, (member) => Buffer.byteLength(member));
  if ('NS' in value) return total(value.NS, numberBytes);
  if ('BS' in value) return total(value.BS, (member) => member.length);
  if ('L' in value) return CONTAINER + total(value.L, (element) => ELEMENT + valueBytes(element));
  return CONTAINER + Object.keys(value.M).length * ELEMENT + attributesBytes(value.M);
}

function total<T>(members: readonly T[], bytes: (member: T) => number): number {
  return members.reduce((sum, member) => sum + bytes(member), 0);
}
