import { request } from 'node:http';
import { crc32 } from 'node:zlib';
import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { createDynamoClients, type DynamoClients } from '@evenkeel/dynamo/requests';
import { Database } from '@evenkeel/embedded';
import { serve, type StoreServer } from '@evenkeel/embedded/server';
import { type Call, comparable, HASH, runCase, succeed, TABLES } from '../../../support/store-contract/contract';
import { CONTRACT } from '../../../support/store-contract/groups';
import { headersOf, httpStore } from '../../../support/store-contract/stores';

let server: StoreServer;
let clients: DynamoClients;
beforeAll(async () => {
  server = await serve(new Database({ clock: Date.now }));
  clients = createDynamoClients({ endpoint: server.endpoint });
  for (const call of TABLES) await succeed(httpStore(server.endpoint), call);
});
afterAll(async () => {
  clients.destroy();
  await server.stop();
});

const post = (headers: Record<string, string>, body: string): Promise<Response> =>
  fetch(server.endpoint, { method: 'POST', headers, body });

describe('the contract over the wire', () => {
  const titles = ['the other types', 'TransactWriteItems', 'pages'];
  test.each(CONTRACT.filter(({ title }) => titles.includes(title)))('$title', async ({ cases }) => {
    const store = httpStore(server.endpoint);
    for (const each of cases) {
      const outcome = await runCase(store, each, each.expected);
      expect({ case: each.name, outcome }).toEqual({ case: each.name, outcome: comparable(each.expected) });
    }
  });
});

test('answers carry their checksum', async () => {
  const response = await post(headersOf(['ListTables', {}]), '{}');
  const body = await response.text();
  expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(body)));
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test("the SDK's clients talk to it", async () => {
  const { client } = clients;
  const TableName = 'by-the-sdk';
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 1 }, { TableName });
  const Item = { a: { S: 'k' }, b: { B: Uint8Array.of(0, 255) }, n: { N: '1.50' } };
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }));
  expect((await client.send(new ScanCommand({ TableName }))).Items).toEqual([{ ...Item, n: { N: '1.5' } }]);
  const put = new PutItemCommand({
    TableName,
    Item,
    ConditionExpression: 'attribute_not_exists(a)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  const failed: unknown = await client.send(put).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
  expect(failed).toMatchObject({ Item: { a: { S: 'k' } } });
  const check = { TableName, Key: { a: { S: 'k' } }, ConditionExpression: 'attribute_not_exists(a)' };
  const cancelled: unknown = await client
    .send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck: check }] }))
    .catch((error: unknown) => error);
  expect(cancelled).toBeInstanceOf(TransactionCanceledException);
  expect(cancelled).toMatchObject({
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    message: expect.stringContaining('[ConditionalCheckFailed]') as string,
  });
});

test("and so does the SDK's client of streams", async () => {
  const streams = new DynamoDBStreamsClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName: 'by-the-sdk' }));
    const StreamArn = Streams?.[0]?.StreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records).toMatchObject([
      { eventName: 'INSERT', dynamodb: { NewImage: { a: { S: 'k' }, n: { N: '1.5' } } } },
    ]);
  } finally {
    streams.destroy();
  }
});

const list: Call = ['ListTables', {}];
test.each([
  ['no signature', { ...headersOf(list), authorization: '' }, 'MissingAuthenticationTokenException', 400],
  ["a web page's form", { 'content-type': 'text/plain' }, 'UnknownOperationException', 400],
  ['no target', { ...headersOf(list), 'x-amz-target': '' }, 'UnknownOperationException', 400],
  [
    'another service',
    { ...headersOf(list), 'x-amz-target': 'Kinesis_20131202.ListStreams' },
    'UnknownOperationException',
    400,
  ],
])('%s is refused', async (_, headers, name, status) => {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
  const response = await post(given, '{}');
  expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(name)]);
});

test('what is not JSON is refused', async () => {
  const response = await post(headersOf(list), '{');
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('SerializationException')]);
});

test('a body of more than 16 MB is refused', async () => {
  const response = await post(headersOf(list), JSON.stringify({ x: 'x'.repeat(17 * 1024 * 1024) }));
  expect(response.status).toBe(413);
});

test('a name that was made to point here is refused', async () => {
  const status = await new Promise((resolve, reject) => {
    const asked = request(
      server.endpoint,
      { method: 'POST', headers: { ...headersOf(list), host: 'evil.example' } },
      (response) => resolve(response.statusCode),
    );
    asked.once('error', reject);
    asked.end('{}');
  });
  expect(status).toBe(403);
});

test.each(['DescribeContinuousBackups', 'ExecuteStatement', 'CreateGlobalTable', 'TagResource'])(
  '%s is refused by its name',
  async (operation) => {
    const response = await post(headersOf([operation, {}]), '{}');
    expect(await response.text()).toContain(`The embedded store does not support ${operation}`);
  },
);

test('secondary indexes and what expressions have replaced are refused by name', async () => {
  const indexed: Call = ['CreateTable', { TableName: 'indexed', GlobalSecondaryIndexes: [] }];
  expect(await (await post(headersOf(indexed), JSON.stringify(indexed[1]))).text()).toContain(
    'does not support GlobalSecondaryIndexes',
  );
  const expecting: Call = ['PutItem', { TableName: HASH, Item: { a: { S: 'x' } }, Expected: {} }];
  expect(await (await post(headersOf(expecting), JSON.stringify(expecting[1]))).text()).toContain(
    'does not support Expected; write a ConditionExpression instead',
  );
});
