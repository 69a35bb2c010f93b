import { invalid, invalidParameter, unmetConstraint, unsupported } from '../errors';
import { Fields } from '../requests/fields';
import type { KeyAttribute, KeySchema } from './key-schema';

/** What a stream record shows of an item. */
export const STREAM_VIEWS = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type StreamView = (typeof STREAM_VIEWS)[number];

/** A table without its items. */
export interface TableDefinition {
  readonly name: string;
  readonly keys: KeySchema;
  readonly onDemand: boolean;
  /** Units a second that were asked for; 0 for a table on demand. Nothing is throttled. */
  readonly throughput: { readonly read: number; readonly write: number };
  readonly deletionProtection: boolean;
  /** Attribute with the second of an item's end, if items end. */
  readonly timeToLive?: string;
  /** Ms since the epoch. */
  readonly createdAt: number;
}

/**
 * Reads a CreateTable request.
 * @throws StoreError `ValidationException` for what no table can be, and for secondary indexes, which this store has not
 */
export function readTableDefinition(fields: Fields, name: string, createdAt: number): TableDefinition {
  for (const index of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'] as const) {
    if (fields.has(index)) throw unsupported(`${index}: no table here has a secondary index`);
  }
  const billing = fields.oneOf('BillingMode', ['PROVISIONED', 'PAY_PER_REQUEST']) ?? 'PROVISIONED';
  const onDemand = billing === 'PAY_PER_REQUEST';
  return {
    name,
    keys: readKeySchema(fields),
    onDemand,
    throughput: onDemand ? noThroughput(fields) : readThroughput(fields),
    deletionProtection: fields.flag('DeletionProtectionEnabled') ?? false,
    createdAt,
  };
}

/**
 * The stream that a StreamSpecification asks for; undefined for none.
 * @throws StoreError `ValidationException` when it does not say what the records are to show
 */
export function readStreamView(fields: Fields): StreamView | undefined {
  const specification = fields.inner('StreamSpecification');
  if (specification === undefined) return undefined;
  const view = specification.oneOf('StreamViewType', STREAM_VIEWS);
  const enabled = specification.flag('StreamEnabled') ?? false;
  if (enabled && view === undefined) {
    throw invalid('Invalid StreamViewType: Stream ViewType must not be null or empty when enabling streams.');
  }
  if (!enabled && view !== undefined) {
    throw invalidParameter('StreamViewType can only be specified when streams are enabled');
  }
  return enabled ? view : undefined;
}

function readKeySchema(fields: Fields): KeySchema {
  const types = new Map<string, KeyAttribute['type']>();
  for (const definition of fields.list('AttributeDefinitions') ?? []) {
    const each = new Fields(definition, 'attributeDefinitions');
    types.set(each.needText('AttributeName'), each.oneOf('AttributeType', ['B', 'N', 'S']) ?? 'S');
  }
  const schema = (fields.list('KeySchema') ?? []).map((element) => {
    const each = new Fields(element, 'keySchema');
    return { name: each.needText('AttributeName'), kind: each.oneOf('KeyType', ['HASH', 'RANGE']) };
  });
  const [hash, range] = schema;
  if (hash === undefined) {
    throw unmetConstraint('null', 'keySchema', 'Member must not be null');
  }
  if (schema.length > 2) {
    throw unmetConstraint(
      `'[${schema.map(({ name }) => name).join(', ')}]'`,
      'keySchema',
      'Member must have length less than or equal to 2',
    );
  }
  if (hash.kind !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (range !== undefined && range.kind !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (range !== undefined && range.name === hash.name) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  const attributes = schema.map(({ name }): KeyAttribute => {
    const type = types.get(name);
    if (type !== undefined) return { name, type };
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${schema.map((each) => each.name).join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
    );
  });
  if (types.size > schema.length) {
    throw invalidParameter(
      `Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    );
  }
  const [hashAttribute, rangeAttribute] = attributes;
  if (hashAttribute === undefined) throw unmetConstraint('null', 'keySchema', 'Member must not be null');
  return { hash: hashAttribute, range: rangeAttribute };
}

function noThroughput(fields: Fields): TableDefinition['throughput'] {
  if (!fields.has('ProvisionedThroughput')) return { read: 0, write: 0 };
  throw invalidParameter(
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  );
}

function readThroughput(fields: Fields): TableDefinition['throughput'] {
  const throughput = fields.inner('ProvisionedThroughput');
  if (throughput === undefined) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  return {
    read: throughput.count('ReadCapacityUnits', { least: 1 }) ?? 1,
    write: throughput.count('WriteCapacityUnits', { least: 1 }) ?? 1,
  };
}
