import { conditionFailed, invalid } from '../errors';
import { applyUpdate } from '../expressions/apply-update';
import type { Condition } from '../expressions/bind-condition';
import { onlyTakesAway, type Update } from '../expressions/bind-update';
import { holds } from '../expressions/condition';
import { LIMITS } from '../limits';
import type { ItemChange } from '../store/entry';
import { assertItemKey, assertKey, keyOf } from '../tables/key-schema';
import type { StoredItem, Table } from '../tables/table';
import type { Attributes } from '../values/attribute-value';
import { readAttributes } from '../values/read-value';
import { attributesBytes } from '../values/value-size';
import { RequestExpressions } from './expressions';
import type { Fields } from './fields';

/** What a request or an action of a transaction wants to do with one item. */
export interface WriteRequest {
  readonly table: Table;
  readonly key: Attributes;
  readonly condition: Condition | undefined;
  /** Whether a failing condition is to show the item that is there. */
  readonly showsItem: boolean;
  /** `check` changes nothing. */
  readonly write: { readonly put: Attributes } | { readonly update: Update | undefined } | 'delete' | 'check';
}

/** What comes of a {@link WriteRequest}. */
export interface WriteOutcome {
  readonly before: StoredItem | undefined;
  readonly after: Attributes | undefined;
  /** Absent when nothing is to be written. */
  readonly change?: ItemChange;
}

/** The parameters of a put, whether it is a request or an action. */
export function readPut(fields: Fields, table: Table): WriteRequest {
  const expressions = new RequestExpressions(fields, table.keys, ['ConditionExpression']);
  if (!fields.has('Item')) throw fields.missing('Item');
  const put = readItem(fields.raw('Item'), table);
  return { table, key: keyOf(put, table.keys), write: { put }, ...readCondition(fields, expressions) };
}

/** The parameters of a delete. */
export function readDelete(fields: Fields, table: Table): WriteRequest {
  const expressions = new RequestExpressions(fields, table.keys, ['ConditionExpression']);
  const key = readKey(fields, table);
  return { table, key, write: 'delete', ...readCondition(fields, expressions) };
}

/** The parameters of a condition check. */
export function readCheck(fields: Fields, table: Table): WriteRequest {
  const expressions = new RequestExpressions(fields, table.keys, ['ConditionExpression']);
  const key = readKey(fields, table);
  if (!fields.has('ConditionExpression')) throw fields.missing('ConditionExpression');
  return { table, key, write: 'check', ...readCondition(fields, expressions) };
}

/** The parameters of an update. */
export function readUpdate(fields: Fields, table: Table): WriteRequest {
  const expressions = new RequestExpressions(fields, table.keys, ['UpdateExpression', 'ConditionExpression']);
  const key = readKey(fields, table);
  const update = expressions.update();
  return { table, key, write: { update }, ...readCondition(fields, expressions) };
}

/** The key of a request about one item. */
export function readKey(fields: Fields, table: Table): Attributes {
  if (!fields.has('Key')) throw fields.missing('Key');
  const key = readAttributes(fields.raw('Key'));
  assertKey(key, table.keys);
  return key;
}

/** An item to be stored. */
export function readItem(input: unknown, table: Table): Attributes {
  const item = readAttributes(input);
  assertItemKey(item, table.keys);
  if (attributesBytes(item) > LIMITS.itemBytes) throw invalid('Item size has exceeded the maximum allowed size');
  return item;
}

/**
 * Looks what the request comes to, and changes nothing.
 * @throws StoreError `ConditionalCheckFailedException`, or `ValidationException` when an update does not fit the item
 */
export function outcomeOf(request: WriteRequest): WriteOutcome {
  const { table, key, condition, write } = request;
  const before = table.get(key);
  if (condition !== undefined && !holds(condition, before?.attributes ?? {})) {
    throw conditionFailed(request.showsItem ? before?.attributes : undefined);
  }
  if (write === 'check') return { before, after: before?.attributes };
  const change = { table: table.name, key };
  if (write === 'delete') return { before, after: undefined, change };
  if ('put' in write) return { before, after: write.put, change: { ...change, after: write.put } };
  const { update } = write;
  if (before === undefined && update !== undefined && onlyTakesAway(update)) {
    applyUpdate(key, update);
    return { before, after: undefined };
  }
  const after = update === undefined ? (before?.attributes ?? key) : applyUpdate(before?.attributes ?? key, update);
  if (attributesBytes(after) > LIMITS.itemBytes) {
    throw invalid('Item size to update has exceeded the maximum allowed size');
  }
  return { before, after, change: { ...change, after } };
}

function readCondition(fields: Fields, expressions: RequestExpressions): Pick<WriteRequest, 'condition' | 'showsItem'> {
  const showsItem = fields.oneOf('ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE']) === 'ALL_OLD';
  const condition = expressions.condition();
  expressions.assertAllUsed();
  return { condition, showsItem };
}
