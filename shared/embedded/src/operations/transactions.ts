import { createHash } from 'node:crypto';
import { type CancellationReason, invalid, StoreError, unmetConstraint } from '../errors';
import { LIMITS } from '../limits';
import { CapacityMeter, readUnits, writeUnits } from '../requests/capacity';
import { RequestExpressions } from '../requests/expressions';
import { Fields } from '../requests/fields';
import {
  outcomeOf,
  readCheck,
  readDelete,
  readKey,
  readPut,
  readUpdate,
  type WriteOutcome,
  type WriteRequest,
} from '../requests/write-request';
import type { Database } from '../store/database';
import type { Table } from '../tables/table';
import { attributesBytes } from '../values/value-size';
import { identity } from './batches';
import { shown } from './single-reads';

const ACTIONS = { ConditionCheck: readCheck, Put: readPut, Delete: readDelete, Update: readUpdate } as const;

/**
 * Makes up to 100 writes, or none of them. The same token within ten minutes does not make them again.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function transactWriteItems(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  fields.oneOf('ReturnItemCollectionMetrics', ['SIZE', 'NONE']);
  const actions = transactItems(fields);
  const token = readToken(fields);
  const request = hashOf(actions);
  const spent = token === undefined ? undefined : database.token(token);
  if (spent !== undefined && spent.request !== request) {
    throw new StoreError(
      'IdempotentParameterMismatchException',
      'Provided idempotency token has been used with different parameters',
    );
  }
  const writes = readAll(actions, (action) => readAction(database, action));
  assertApart(writes.map(({ table, key }) => identity(table, key)));
  assertPayload(writes);
  if (spent !== undefined) {
    for (const { table, key } of writes) meter.add(table.name, readUnits(table.get(key)?.size ?? 0, 'transactional'));
    return meter.list();
  }
  const outcomes = settle(writes, outcomeOf);
  writes.forEach(({ table, write }, index) => {
    const { before, after } = outcomes[index] ?? { before: undefined, after: undefined };
    const sizeAfter = after === undefined || write === 'check' ? 0 : attributesBytes(after);
    meter.add(table.name, writeUnits(before?.size ?? 0, sizeAfter, true));
  });
  const items = outcomes.flatMap(({ change }) => (change === undefined ? [] : [change]));
  database.commit({
    change: 'write',
    at: database.now(),
    items,
    ...(token === undefined ? {} : { spent: { token, request } }),
  });
  return meter.list();
}

/** Reads up to 100 items as they are at one moment. */
export function transactGetItems(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  const reads = readAll(transactItems(fields), (action, index) => {
    const get = action.inner('Get');
    if (get === undefined)
      throw unmetConstraint('null', `transactItems.${index + 1}.member.get`, 'Member must not be null');
    const table = database.table(get.needText('TableName'));
    const expressions = new RequestExpressions(get, table.keys, ['ProjectionExpression']);
    const paths = expressions.projection();
    expressions.assertAllUsed();
    return { table, key: readKey(get, table), paths };
  });
  assertApart(reads.map(({ table, key }) => identity(table, key)));
  const responses = reads.map(({ table, key, paths }) => {
    const found = table.get(key);
    meter.add(table.name, readUnits(found?.size ?? 0, 'transactional'));
    return found === undefined ? {} : { Item: shown(found, paths) };
  });
  return { ...meter.list(), Responses: responses };
}

function transactItems(fields: Fields): readonly unknown[] {
  const items = fields.list('TransactItems');
  if (items === undefined) throw fields.missing('TransactItems');
  if (items.length === 0) {
    throw fields.unmet('TransactItems', "'[]'", 'Member must have length greater than or equal to 1');
  }
  if (items.length > LIMITS.transactionActions) {
    throw fields.unmet(
      'TransactItems',
      `'[${items.length} elements]'`,
      `Member must have length less than or equal to ${LIMITS.transactionActions}`,
    );
  }
  return items;
}

function readToken(fields: Fields): string | undefined {
  const token = fields.text('ClientRequestToken');
  if (token === undefined || token === '') return undefined;
  if (token.length <= LIMITS.tokenCharacters) return token;
  throw fields.unmet(
    'ClientRequestToken',
    `'${token}'`,
    `Member must have length less than or equal to ${LIMITS.tokenCharacters}`,
  );
}

function readAction(database: Database, action: Fields): WriteRequest {
  const given = Object.entries(ACTIONS).filter(([name]) => action.has(name));
  const [only] = given;
  if (only === undefined || given.length > 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const [name, read] = only;
  const fields = action.inner(name) ?? action;
  if (name === 'Update' && !fields.has('UpdateExpression')) throw fields.missing('UpdateExpression');
  const table: Table = database.table(fields.needText('TableName'));
  return read(fields, table);
}

/**
 * Reads all actions. What is wrong with an action for this table's key cancels the transaction and is told as the action's reason;
 * what is wrong with the request itself is told as such (scylladb/scylladb, test/alternator/test_transact.py).
 */
function readAll<T>(items: readonly unknown[], read: (action: Fields, index: number) => T): T[] {
  return items.map((item, index) => {
    try {
      return read(new Fields(item, `transactItems.${index + 1}.member`), index);
    } catch (error) {
      if (!isKeyMismatch(error)) throw error;
      throw cancelled(items.map((_, other) => (other === index ? reasonOf(error) : { Code: 'None' })));
    }
  });
}

/** The outcomes of all writes; if one cannot be made, none is, and each one's reason is told. */
function settle(writes: readonly WriteRequest[], look: (write: WriteRequest) => WriteOutcome): WriteOutcome[] {
  const outcomes: WriteOutcome[] = [];
  const reasons = writes.map((write): CancellationReason => {
    try {
      outcomes.push(look(write));
      return { Code: 'None' };
    } catch (error) {
      if (error instanceof StoreError) return reasonOf(error);
      throw error;
    }
  });
  if (outcomes.length === writes.length) return outcomes;
  throw cancelled(reasons);
}

function reasonOf({ name, message, details }: StoreError): CancellationReason {
  if (name !== 'ConditionalCheckFailedException') return { Code: 'ValidationError', Message: message };
  return {
    Code: 'ConditionalCheckFailed',
    Message: message,
    ...(details.Item === undefined ? {} : { Item: details.Item }),
  };
}

function cancelled(reasons: readonly CancellationReason[]): StoreError {
  return new StoreError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    { CancellationReasons: reasons },
  );
}

const KEY_MISMATCHES = [
  /^One or more parameter values were invalid: Type mismatch for key/,
  /^One or more parameter values were invalid: Missing the key/,
  /^One or more parameter values were invalid: Cannot update attribute/,
  /^The provided key element does not match the schema/,
];

function isKeyMismatch(error: unknown): error is StoreError {
  return error instanceof StoreError && KEY_MISMATCHES.some((mismatch) => mismatch.test(error.message));
}

function assertApart(identities: readonly string[]): void {
  if (new Set(identities).size === identities.length) return;
  throw invalid('Transaction request cannot include multiple operations on one item');
}

/** The limit is on what the request carries, not on what the table holds. */
function assertPayload(writes: readonly WriteRequest[]): void {
  const bytes = writes.reduce((sum, { key, write }) => {
    return sum + attributesBytes(typeof write === 'object' && 'put' in write ? write.put : key);
  }, 0);
  if (bytes <= LIMITS.transactionBytes) return;
  throw invalid(`Transaction payload size cannot exceed 4MB. Payload Size: ${bytes}`);
}

/** A hash of the request, the same whatever order its members came in. */
function hashOf(actions: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const action of actions) hash.update(JSON.stringify(inOrder(action)));
  return hash.digest('hex');
}

/** A copy whose keys are in order, with bytes as text: as they are, JSON would have each as a number. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(inOrder);
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, inOrder(inner)]),
  );
}
