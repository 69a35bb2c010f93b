import { invalid, unmetConstraint } from '../errors';
import { LIMITS } from '../limits';
import { CapacityMeter, readMode, readUnits, writeUnits } from '../requests/capacity';
import { RequestExpressions } from '../requests/expressions';
import { Fields } from '../requests/fields';
import { readItem, readKey } from '../requests/write-request';
import type { Database } from '../store/database';
import type { ItemChange } from '../store/entry';
import { assertKey, keyAttributes, keyOf, keyText } from '../tables/key-schema';
import type { Table } from '../tables/table';
import { type Attributes, attributeOf } from '../values/attribute-value';
import { readAttributes } from '../values/read-value';
import { attributesBytes } from '../values/value-size';
import { shown } from './single-reads';

/** Puts and deletes up to 25 items, all of them: nothing is left unprocessed here. */
export function batchWriteItem(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  fields.oneOf('ReturnItemCollectionMetrics', ['SIZE', 'NONE']);
  const requests = requestItems(fields).flatMap(([name, requests]) => {
    const list = Array.isArray(requests) ? requests : [];
    if (list.length === 0 || list.length > LIMITS.batchWriteItems)
      throw batchTooLong(name, list.length, LIMITS.batchWriteItems);
    return list.map((request: unknown) => ({
      table: database.table(name),
      fields: new Fields(request, 'requestItems'),
    }));
  });
  if (requests.length > LIMITS.batchWriteItems) throw batchTooLong('', requests.length, LIMITS.batchWriteItems);
  const items = requests.map(({ table, fields: request }) => readBatchedWrite(request, table));
  assertNoTwice(items.map(({ table, key }) => identity(database.table(table), key)));
  for (const { table, key, after } of items) {
    const before = database.table(table).get(key)?.size ?? 0;
    meter.add(table, writeUnits(before, after === undefined ? 0 : attributesBytes(after)));
  }
  database.commit({ change: 'write', at: database.now(), items });
  return { UnprocessedItems: {}, ...meter.list() };
}

/** Reads up to 100 items; what would make the answer larger than 16 MB is left for another request. */
export function batchGetItem(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  const reads = requestItems(fields).flatMap(([name, input]) => {
    const request = new Fields(input, `requestItems.${name}.member`);
    const keys = request.list('Keys') ?? [];
    if (keys.length === 0 || keys.length > LIMITS.batchGetItems)
      throw batchTooLong(`${name}.member.keys`, keys.length, LIMITS.batchGetItems);
    const table = database.table(name);
    const expressions = new RequestExpressions(request, table.keys, ['ProjectionExpression']);
    const paths = expressions.projection();
    expressions.assertAllUsed();
    return keys.map((key) => ({ table, key: readBatchedKey(key, table), paths, mode: readMode(request), input }));
  });
  if (reads.length > LIMITS.batchGetItems) throw invalid('Too many items requested for the BatchGetItem call');
  assertNoTwice(reads.map(({ table, key }) => identity(table, key)));
  const responses: Record<string, Attributes[]> = {};
  const unprocessed: Record<string, { Keys: Attributes[] }> = {};
  let bytes = 0;
  for (const { table, key, paths, mode, input } of reads) {
    const responsesOfTable = (responses[table.name] ??= []);
    const found = table.get(key);
    bytes += found?.size ?? 0;
    if (bytes > LIMITS.batchGetBytes) {
      const left = (unprocessed[table.name] ??= { ...(typeof input === 'object' ? input : {}), Keys: [] });
      left.Keys.push(key);
      continue;
    }
    meter.add(table.name, readUnits(found?.size ?? 0, mode));
    if (found !== undefined) responsesOfTable.push(shown(found, paths));
  }
  return { Responses: responses, UnprocessedKeys: unprocessed, ...meter.list() };
}

/** A text that no other item of the store has. */
export function identity(table: Table, key: Attributes): string {
  const values = keyAttributes(table.keys).map(({ name }) => {
    const value = attributeOf(key, name);
    return value === undefined ? '' : keyText(value);
  });
  return JSON.stringify([table.name, ...values]);
}

function requestItems(fields: Fields): readonly (readonly [string, unknown])[] {
  const entries = fields.entries('RequestItems');
  if (entries === undefined) throw fields.missing('RequestItems');
  if (entries.length === 0) {
    throw unmetConstraint("'{}'", 'requestItems', 'Member must have length greater than or equal to 1');
  }
  return entries;
}

function readBatchedWrite(request: Fields, table: Table): ItemChange {
  const put = request.inner('PutRequest');
  const remove = request.inner('DeleteRequest');
  if ((put === undefined) === (remove === undefined)) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (put !== undefined) {
    const after = readItem(put.raw('Item'), table);
    return { table: table.name, key: keyOf(after, table.keys), after };
  }
  return { table: table.name, key: readKey(remove ?? request, table) };
}

function readBatchedKey(input: unknown, table: Table): Attributes {
  const key = readAttributes(input);
  assertKey(key, table.keys);
  return key;
}

function assertNoTwice(identities: readonly string[]): void {
  if (new Set(identities).size < identities.length) throw invalid('Provided list of item keys contains duplicates');
}

function batchTooLong(where: string, length: number, most: number): Error {
  const constraint =
    length === 0
      ? 'Member must have length greater than or equal to 1'
      : `Member must have length less than or equal to ${most}`;
  return unmetConstraint(`'[${length} elements]'`, `requestItems${where === '' ? '' : `.${where}`}`, constraint);
}
