import { invalid, invalidParameter } from '../errors';
import { assertKeyValue, type KeyAttribute, type KeySchema, nestedKey } from '../tables/key-schema';
import { typeOf, type Value } from '../values/attribute-value';
import { beginsWith, orderOf } from '../values/value-order';
import type { Condition, Operand } from './bind-condition';
import type { Comparator } from './syntax';

/** Which items a query reads: those of one partition, and of these a contiguous part. */
export interface KeyRange {
  readonly hash: Value;
  /** True of sort keys before the first that is wanted. */
  readonly isBelow: (rangeKey: Value) => boolean;
  /** True of sort keys behind the last that is wanted. */
  readonly isAbove: (rangeKey: Value) => boolean;
}

/** One condition of a key condition: on one attribute, against one value or two. */
interface Part {
  readonly name: string;
  readonly operator: Comparator | 'BETWEEN' | 'begins_with';
  readonly values: readonly Value[];
}

const KIND = 'KeyConditionExpression';
const MIRRORED: Readonly<Record<Comparator, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/**
 * What a key condition asks for: equality on the partition key and, if it likes, one condition on the sort key.
 * @throws StoreError `ValidationException` for anything else
 */
export function keyRangeOf(condition: Condition, keys: KeySchema): KeyRange {
  const parts = partsOf(condition);
  const byName = new Map<string, Part>();
  for (const part of parts) {
    if (byName.has(part.name)) throw invalid(`${KIND}s must only contain one condition per key`);
    byName.set(part.name, part);
  }
  if (parts.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  const hash = byName.get(keys.hash.name);
  const range = keys.range && byName.get(keys.range.name);
  if (hash === undefined || (parts.length > 1 && range === undefined)) {
    const missed = hash === undefined ? keys.hash : (keys.range ?? keys.hash);
    throw invalid(`Query condition missed key schema element: ${missed.name}`);
  }
  assertValues(hash, keys.hash);
  if (range !== undefined && keys.range !== undefined) assertValues(range, keys.range);
  const [value] = hash.values;
  if (hash.operator !== '=' || value === undefined) throw invalid('Query key condition not supported');
  return { hash: value, ...bounds(range) };
}

function assertValues(part: Part, key: KeyAttribute): void {
  for (const value of part.values) {
    if (typeOf(value) !== key.type) throw invalidParameter('Condition parameter type does not match schema type');
    assertKeyValue(value, key.name);
  }
}

function bounds(part: Part | undefined): Pick<KeyRange, 'isBelow' | 'isAbove'> {
  const never = (): boolean => false;
  const [first, second = first] = part?.values ?? [];
  if (part === undefined || first === undefined || second === undefined) return { isBelow: never, isAbove: never };
  const order = (key: Value, bound: Value): number => orderOf(key, bound) ?? 0;
  switch (part.operator) {
    case '=':
    case 'BETWEEN':
      return { isBelow: (key) => order(key, first) < 0, isAbove: (key) => order(key, second) > 0 };
    case '<':
      return { isBelow: never, isAbove: (key) => order(key, first) >= 0 };
    case '<=':
      return { isBelow: never, isAbove: (key) => order(key, first) > 0 };
    case '>':
      return { isBelow: (key) => order(key, first) <= 0, isAbove: never };
    case '>=':
      return { isBelow: (key) => order(key, first) < 0, isAbove: never };
    case 'begins_with':
      return {
        isBelow: (key) => order(key, first) < 0,
        isAbove: (key) => order(key, first) > 0 && !beginsWith(key, first),
      };
    case '<>':
      throw notForKeys('<>');
  }
}

function partsOf(condition: Condition): Part[] {
  switch (condition.test) {
    case 'and':
      return condition.conditions.flatMap(partsOf);
    case 'or':
    case 'not':
    case 'in':
      throw notForKeys(condition.test.toUpperCase());
    case 'contains':
      throw notForKeys('contains');
    case 'type':
      throw notForKeys('attribute_type');
    case 'exists':
      throw notForKeys(condition.expected ? 'attribute_exists' : 'attribute_not_exists');
    case 'between':
      return [partOn('BETWEEN', condition.operand, [condition.low, condition.high])];
    case 'begins_with':
      return [partOn('begins_with', condition.operand, [condition.other])];
    case 'compare': {
      const { left, right, comparator } = condition;
      if (comparator === '<>') throw notForKeys('<>');
      return left.operand === 'value'
        ? [partOn(MIRRORED[comparator], right, [left])]
        : [partOn(comparator, left, [right])];
    }
  }
}

function partOn(operator: Part['operator'], key: Operand, others: readonly Operand[]): Part {
  const operands = [key, ...others];
  if (operands.some(({ operand }) => operand === 'size')) throw invalid(`${KIND}s cannot contain nested operations`);
  const names = operands.filter(({ operand }) => operand === 'path').length;
  if (names > 1) throw invalid(`Invalid condition in ${KIND}: Multiple attribute names used in one condition`);
  if (names === 0) throw invalid(`Invalid condition in ${KIND}: No key attribute specified`);
  if (key.operand !== 'path') {
    throw invalid(
      `Invalid condition in ${KIND}: ${operator} operator must have the key attribute as its first operand`,
    );
  }
  if (key.path.length > 1) throw nestedKey(key.path[0]);
  const values = others.flatMap((other) => (other.operand === 'value' ? [other.value] : []));
  return { name: key.path[0], operator, values };
}

function notForKeys(operator: string): Error {
  return invalid(`Invalid operator used in ${KIND}: ${operator}`);
}
