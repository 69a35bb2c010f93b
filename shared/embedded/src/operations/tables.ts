import { invalid, invalidParameter, notFound, StoreError } from '../errors';
import type { Fields } from '../requests/fields';
import { assertTableName, type Database } from '../store/database';
import { newStream, type Stream, tableArn } from '../streams/stream';
import { keyAttributes, type KeySchema } from '../tables/key-schema';
import type { Table } from '../tables/table';
import { readStreamView, readTableDefinition, type TableDefinition } from '../tables/table-definition';

const MOST_NAMES = 100;

/** Makes a table; it can be used at once. */
export function createTable(database: Database, fields: Fields): object {
  const name = fields.needText('TableName');
  assertTableName(name);
  const now = database.now();
  const definition = readTableDefinition(fields, name, now);
  const view = readStreamView(fields);
  if (database.tables.has(name)) throw new StoreError('ResourceInUseException', `Table already exists: ${name}`);
  const stream = view === undefined ? undefined : newStream(name, view, definition.keys, now);
  database.commit({ change: 'create-table', definition, ...(stream === undefined ? {} : { stream }) });
  return { TableDescription: description(database.table(name), database.streamOf(name)) };
}

export function describeTable(database: Database, fields: Fields): object {
  const table = tableOf(database, fields);
  return { Table: description(table, database.streamOf(table.name)) };
}

export function listTables(database: Database, fields: Fields): object {
  const limit = fields.count('Limit', { least: 1, most: MOST_NAMES }) ?? MOST_NAMES;
  const after = fields.text('ExclusiveStartTableName') ?? '';
  const names = [...database.tables.keys()].sort().filter((name) => name > after);
  const page = names.slice(0, limit);
  const last = names.length > page.length ? page.at(-1) : undefined;
  return { TableNames: page, ...(last === undefined ? {} : { LastEvaluatedTableName: last }) };
}

export function deleteTable(database: Database, fields: Fields): object {
  const table = tableOf(database, fields);
  if (table.definition.deletionProtection) {
    throw invalid(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  }
  const before = description(table, database.streamOf(table.name));
  database.commit({ change: 'delete-table', at: database.now(), table: table.name });
  return { TableDescription: { ...before, TableStatus: 'DELETING' } };
}

/** Switches a stream or deletion protection on or off; nothing else of a table can change here. */
export function updateTable(database: Database, fields: Fields): object {
  const table = tableOf(database, fields);
  const { name, definition } = table;
  for (const index of ['GlobalSecondaryIndexUpdates', 'ReplicaUpdates'] as const) {
    if (fields.has(index)) throw invalid(`The embedded store does not support ${index}`);
  }
  if (fields.has('StreamSpecification')) {
    const view = readStreamView(fields);
    const on = database.streamOf(name) !== undefined;
    if (view !== undefined && on) throw invalid('Table already has an enabled stream: TableName: ' + name);
    if (view === undefined && !on) throw invalid('Table has no stream to disable: TableName: ' + name);
    const at = database.now();
    if (view === undefined) database.commit({ change: 'disable-stream', at, table: name });
    else database.commit({ change: 'enable-stream', stream: newStream(name, view, definition.keys, at) });
  }
  const deletionProtection = fields.flag('DeletionProtectionEnabled');
  if (deletionProtection !== undefined) {
    database.commit({ change: 'define-table', definition: { ...definition, deletionProtection } });
  }
  return { TableDescription: description(table, database.streamOf(name)) };
}

export function describeTimeToLive(database: Database, fields: Fields): object {
  const { timeToLive } = tableOf(database, fields).definition;
  return {
    TimeToLiveDescription:
      timeToLive === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
  };
}

export function updateTimeToLive(database: Database, fields: Fields): object {
  const { definition } = tableOf(database, fields);
  const specification = fields.inner('TimeToLiveSpecification');
  if (specification === undefined) throw fields.missing('TimeToLiveSpecification');
  const attribute = specification.needText('AttributeName');
  const enabled = specification.flag('Enabled') ?? false;
  const { timeToLive, ...without } = definition;
  if (enabled && timeToLive !== undefined) throw invalid('TimeToLive is already enabled');
  if (!enabled && timeToLive === undefined) throw invalid('TimeToLive is already disabled');
  if (!enabled && timeToLive !== attribute)
    throw invalidParameter(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${timeToLive ?? ''}`,
    );
  database.commit({ change: 'define-table', definition: enabled ? { ...definition, timeToLive: attribute } : without });
  return { TimeToLiveSpecification: { Enabled: enabled, AttributeName: attribute } };
}

function tableOf(database: Database, fields: Fields): Table {
  const name = fields.needText('TableName');
  assertTableName(name);
  const table = database.tables.get(name);
  if (table === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
  return table;
}

/** A table as DescribeTable answers it; instants in seconds. */
function description(table: Table, stream: Stream | undefined): object {
  const { definition } = table;
  const { name, keys, throughput, onDemand, createdAt, deletionProtection } = definition;
  return {
    AttributeDefinitions: keyAttributes(keys).map(({ name: AttributeName, type: AttributeType }) => ({
      AttributeName,
      AttributeType,
    })),
    TableName: name,
    KeySchema: keySchema(keys),
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt / 1000,
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: throughput.read,
      WriteCapacityUnits: throughput.write,
    },
    TableSizeBytes: table.size,
    ItemCount: table.itemCount,
    TableArn: tableArn(name),
    ...(onDemand ? { BillingModeSummary: billing(definition) } : {}),
    ...(stream === undefined ? {} : streamMembers(stream)),
    DeletionProtectionEnabled: deletionProtection,
  };
}

/** A key as the API spells it. */
export function keySchema(keys: KeySchema): object[] {
  return keyAttributes(keys).map(({ name }, index) => ({
    AttributeName: name,
    KeyType: index === 0 ? 'HASH' : 'RANGE',
  }));
}

function billing({ createdAt }: TableDefinition): object {
  return { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: createdAt / 1000 };
}

function streamMembers({ description: { view, label, arn } }: Stream): object {
  return {
    StreamSpecification: { StreamEnabled: true, StreamViewType: view },
    LatestStreamLabel: label,
    LatestStreamArn: arn,
  };
}
