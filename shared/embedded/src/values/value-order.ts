import { compareNumbers } from '../numbers/arithmetic';
import { attributeOf, type Attributes, type Bytes, type Value } from './attribute-value';

/** Whether two values are the same. Sets have no order; values of different types are never the same. */
export function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('B' in a) return 'B' in b && compareBytes(a.B, b.B) === 0;
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  if ('L' in a) return 'L' in b && a.L.length === b.L.length && a.L.every((each, index) => sameAt(each, b.L[index]));
  if ('M' in a) return 'M' in b && sameAttributes(a.M, b.M);
  if ('SS' in a) return 'SS' in b && sameMembers(a.SS, b.SS);
  if ('NS' in a) return 'NS' in b && sameMembers(a.NS, b.NS);
  return 'BS' in b && sameMembers(a.BS.map(textOf), b.BS.map(textOf));
}

/** Whether two items or maps have the same attributes with the same values. */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => sameAt(attributeOf(a, name), attributeOf(b, name)))
  );
}

/** The order of two texts, numbers or binaries; undefined where there is none. */
export function orderOf(a: Value, b: Value): number | undefined {
  if ('S' in a) return 'S' in b ? compareTexts(a.S, b.S) : undefined;
  if ('N' in a) return 'N' in b ? compareNumbers(a.N, b.N) : undefined;
  if ('B' in a) return 'B' in b ? compareBytes(a.B, b.B) : undefined;
  return undefined;
}

/** By UTF-8 bytes, which differs from the order of UTF-16 units where surrogates meet the units above them. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

/** By unsigned bytes. */
export function compareBytes(a: Bytes, b: Bytes): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether the text or binary `whole` begins with `start`. */
export function beginsWith(whole: Value, start: Value): boolean {
  if ('S' in whole) return 'S' in start && whole.S.startsWith(start.S);
  if (!('B' in whole) || !('B' in start)) return false;
  return whole.B.length >= start.B.length && start.B.every((byte, index) => whole.B[index] === byte);
}

function sameAt(a: Value | undefined, b: Value | undefined): boolean {
  return a !== undefined && b !== undefined && sameValue(a, b);
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const members = new Set(a);
  return a.length === b.length && b.every((member) => members.has(member));
}

/** Surrogates stand for what UTF-8 writes with the largest first bytes. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function textOf(bytes: Bytes): string {
  return bytes.toJSON();
}
