import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  type AttributeDefinition,
  type CreateTableCommandInput,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  type Projection,
  type StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import { AppError } from '@evenkeel/domain';
import { SERVICES } from '../project-home';
import { asList, asMap, readServiceFile, type Yaml, type YamlMap } from './service-file';

/** DynamoDB Local takes any credentials, but the SDK insists on some. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
export const LOCAL_REGION = 'us-east-1';

/**
 * Creates every table that the services' own serverless.yml declare, on a local database. Tables
 * that exist stay as they are.
 * @returns the names of the tables that were created
 * @throws AppError `bad-data` naming the file when a table's declaration cannot be understood, or the table that exists in a shape
 * that the services cannot work with
 */
export async function createTables(endpoint: string, stage: string): Promise<string[]> {
  const client = new DynamoDBClient({ endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS });
  try {
    const { TableNames: existing = [] } = await client.send(new ListTablesCommand({}));
    const declared = declaredTables(stage);
    const missing = declared.filter(({ TableName }) => TableName !== undefined && !existing.includes(TableName));
    for (const table of declared) if (!missing.includes(table)) await assertShape(client, table);
    for (const table of missing) await client.send(new CreateTableCommand(table));
    return missing.flatMap(({ TableName }) => (TableName === undefined ? [] : [TableName]));
  } finally {
    client.destroy();
  }
}

/** @throws AppError `bad-data` when a table that exists has other keys, lacks an index or has no such stream */
async function assertShape(client: DynamoDBClient, declared: CreateTableCommandInput): Promise<void> {
  const { TableName } = declared;
  const { Table: found } = await client.send(new DescribeTableCommand({ TableName }));
  const keysOf = (table: Pick<CreateTableCommandInput, 'KeySchema' | 'AttributeDefinitions'>): string =>
    (table.KeySchema ?? [])
      .map(({ AttributeName: name, KeyType: kind }) => {
        const type = table.AttributeDefinitions?.find((each) => each.AttributeName === name)?.AttributeType;
        return `${kind} ${name} ${type}`;
      })
      .join(', ');
  const differs = (what: string, is: string, wanted: string): AppError =>
    new AppError(
      'bad-data',
      `table ${TableName}: its ${what} ${is}, where this version has ${wanted}; nothing was changed: use another folder with --persist, or the version that made it`,
    );
  if (found === undefined || keysOf(found) !== keysOf(declared)) {
    throw differs('keys are', found === undefined ? 'not known' : keysOf(found), keysOf(declared));
  }
  const view = declared.StreamSpecification?.StreamViewType;
  const stream = found.StreamSpecification?.StreamEnabled === true ? found.StreamSpecification.StreamViewType : 'none';
  if (view !== undefined && view !== stream) throw differs('stream is', String(stream), view);
  const indexes = (found.GlobalSecondaryIndexes ?? []).map(({ IndexName: name }) => name);
  const lacking = (declared.GlobalSecondaryIndexes ?? []).find(({ IndexName: name }) => !indexes.includes(name));
  if (lacking !== undefined) throw differs('indexes are', indexes.join(', ') || 'none', String(lacking.IndexName));
}

/** The tables of all services, as requests that DynamoDB Local understands. */
export function declaredTables(stage: string): CreateTableCommandInput[] {
  return SERVICES.flatMap((name) => {
    const { path, resources } = readServiceFile(name, stage);
    return Object.values(resources)
      .map(asMap)
      .filter((resource) => resource.Type === 'AWS::DynamoDB::Table')
      .map((resource) => tableRequest(asMap(resource.Properties), path));
  });
}

/**
 * The table whose stream wakes the strategy: the one that is declared with a stream.
 * @throws AppError `bad-data` when no table is
 */
export function streamedTable(stage: string): string {
  const streamed = declaredTables(stage).find(({ StreamSpecification: stream }) => stream !== undefined)?.TableName;
  if (streamed !== undefined) return streamed;
  throw new AppError(
    'bad-data',
    'no table of the services has a StreamSpecification, so prices would never reach the strategy',
  );
}

/**
 * CloudFormation's properties of a table as a CreateTable request, without what only AWS knows:
 * deletion protection, point-in-time recovery, encryption, tags.
 */
function tableRequest(properties: YamlMap, path: string): CreateTableCommandInput {
  const stream = asMap(properties.StreamSpecification).StreamViewType;
  const indexes = asList(properties.GlobalSecondaryIndexes).map((index) => secondaryIndex(asMap(index), path));
  return {
    TableName: text(properties.TableName, 'TableName', path),
    AttributeDefinitions: asList(properties.AttributeDefinitions).map((each) => attribute(asMap(each), path)),
    KeySchema: keys(properties.KeySchema, path),
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
    ...(stream === undefined ? {} : { StreamSpecification: streamOf(stream, path) }),
  };
}

function secondaryIndex(index: YamlMap, path: string): GlobalSecondaryIndex {
  const projection = asMap(index.Projection);
  const kind = oneOf(['ALL', 'KEYS_ONLY', 'INCLUDE'], projection.ProjectionType ?? 'ALL', 'ProjectionType', path);
  const names = asList(projection.NonKeyAttributes).map((name) => text(name, 'NonKeyAttributes', path));
  const projected: Projection = { ProjectionType: kind, ...(names.length > 0 ? { NonKeyAttributes: names } : {}) };
  return {
    IndexName: text(index.IndexName, 'IndexName', path),
    KeySchema: keys(index.KeySchema, path),
    Projection: projected,
  };
}

function attribute(definition: YamlMap, path: string): AttributeDefinition {
  return {
    AttributeName: text(definition.AttributeName, 'AttributeName', path),
    AttributeType: oneOf(['S', 'N', 'B'], definition.AttributeType, 'AttributeType', path),
  };
}

function keys(schema: Yaml, path: string): KeySchemaElement[] {
  return asList(schema)
    .map(asMap)
    .map((key) => ({
      AttributeName: text(key.AttributeName, 'AttributeName', path),
      KeyType: oneOf(['HASH', 'RANGE'], key.KeyType, 'KeyType', path),
    }));
}

function streamOf(view: Yaml, path: string): StreamSpecification {
  const views = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY'] as const;
  return { StreamEnabled: true, StreamViewType: oneOf(views, view, 'StreamViewType', path) };
}

function text(value: Yaml, key: string, path: string): string {
  if (typeof value === 'string' && !value.includes('${')) return value;
  throw new AppError(
    'bad-data',
    `${path}: a table's ${key} is ${JSON.stringify(value)}, which a local run cannot resolve; write a plain name, with \${sls:stage} at most`,
  );
}

function oneOf<const T extends string>(allowed: readonly T[], value: Yaml, key: string, path: string): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new AppError(
    'bad-data',
    `${path}: a table's ${key} is ${JSON.stringify(value)}; write one of ${allowed.join(', ')}`,
  );
}
