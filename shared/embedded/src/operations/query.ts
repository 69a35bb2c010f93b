import { invalid } from '../errors';
import type { KeyRange } from '../expressions/key-condition';
import { CapacityMeter } from '../requests/capacity';
import { RequestExpressions } from '../requests/expressions';
import type { Fields } from '../requests/fields';
import type { Database } from '../store/database';
import { keyAttributes, type KeySchema } from '../tables/key-schema';
import type { StoredItem, Table } from '../tables/table';
import { type Attributes, attributeOf, typeOf, type Value } from '../values/attribute-value';
import { orderOf, sameValue } from '../values/value-order';
import { readAttributes } from '../values/read-value';
import { readPage, readPageRequest } from './page';

/** Reads the items of one partition, or a part of them, in the order of their sort keys. */
export function query(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  const table = database.table(fields.needText('TableName'));
  refuseIndex(fields);
  const expressions = new RequestExpressions(fields, table.keys, [
    'FilterExpression',
    'KeyConditionExpression',
    'ProjectionExpression',
  ]);
  const request = readPageRequest(fields, expressions, 'query');
  const range = expressions.keyRange();
  expressions.assertAllUsed();
  const start = readStartKey(fields, table.keys);
  if (start !== undefined) assertStartInRange(start, range, table.keys);
  const ascending = fields.flag('ScanIndexForward') ?? true;
  return readPage(table, itemsOf(table, range, ascending, start), request, fields, meter);
}

/** @throws StoreError `ValidationException`, for no table here has an index */
export function refuseIndex(fields: Fields): void {
  const index = fields.text('IndexName');
  if (index !== undefined) throw invalid(`The table does not have the specified index: ${index}`);
}

/**
 * The key behind which a page begins.
 * @throws StoreError `ValidationException` when it is no key of the table
 */
export function readStartKey(fields: Fields, keys: KeySchema): Attributes | undefined {
  if (!fields.has('ExclusiveStartKey')) return undefined;
  const start = readAttributes(fields.raw('ExclusiveStartKey'));
  const wanted = keyAttributes(keys);
  const fits = wanted.every(({ name, type }) => {
    const value = attributeOf(start, name);
    return value !== undefined && typeOf(value) === type;
  });
  if (fits && Object.keys(start).length === wanted.length) return start;
  throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
}

function assertStartInRange(start: Attributes, range: KeyRange, keys: KeySchema): void {
  const hash = attributeOf(start, keys.hash.name);
  const rangeKey = keys.range && attributeOf(start, keys.range.name);
  const outside =
    hash === undefined ||
    !sameValue(hash, range.hash) ||
    (rangeKey !== undefined && (range.isBelow(rangeKey) || range.isAbove(rangeKey)));
  if (outside) throw invalid('The provided starting key does not match the range key predicate');
}

function* itemsOf(
  table: Table,
  { hash, isBelow, isAbove }: KeyRange,
  ascending: boolean,
  start: Attributes | undefined,
): Generator<StoredItem, undefined> {
  const items = table.partition(hash)?.items;
  if (items === undefined) return;
  const { range } = table.keys;
  if (range === undefined) {
    if (start === undefined) yield* items.ascending();
    return;
  }
  const rangeKey = (item: StoredItem): Value | undefined => attributeOf(item.attributes, range.name);
  const test =
    (of: (value: Value) => boolean) =>
    (item: StoredItem): boolean => {
      const value = rangeKey(item);
      return value !== undefined && of(value);
    };
  const from = start && attributeOf(start, range.name);
  const order = (value: Value, other: Value): number => orderOf(value, other) ?? 0;
  if (ascending) {
    const isBefore = from === undefined ? test(isBelow) : test((value) => order(value, from) <= 0);
    for (const item of items.ascending(isBefore)) {
      if (test(isAbove)(item)) return;
      yield item;
    }
  } else {
    const isBefore = test(from === undefined ? (value) => !isAbove(value) : (value) => order(value, from) < 0);
    for (const item of items.descending(isBefore)) {
      if (test(isBelow)(item)) return;
      yield item;
    }
  }
}
