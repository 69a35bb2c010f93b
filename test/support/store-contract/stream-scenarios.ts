import { type Call, comparable, RANGE, type Store, succeed } from './contract';

/** A scenario of several calls that build on one another's answers; what it comes to is compared. */
export interface Scenario {
  readonly name: string;
  readonly run: (store: Store) => Promise<unknown>;
  readonly expected: unknown;
  /** What DynamoDB Local comes to instead, and who says that AWS does not. */
  readonly local?: { readonly outcome: unknown; readonly source: string };
}

const P = { S: 'streamed' };
const key = (b: string): object => ({ a: P, b: { S: b } });
const put = (b: string, v: number): Call => ['PutItem', { TableName: RANGE, Item: { ...key(b), v: { N: String(v) } } }];
const remove = (b: string): Call => ['DeleteItem', { TableName: RANGE, Key: key(b) }];
const image = (b: string, v: number): object => ({ ...key(b), v: { N: String(v) } });

/** A stream record without what is different each time. */
interface Told {
  readonly eventName: unknown;
  readonly Keys: unknown;
  readonly OldImage?: unknown;
  readonly NewImage?: unknown;
  readonly SizeBytes: unknown;
}

/** Finds the end of the table's stream, makes the calls, and tells what the stream says of them. */
async function recordsOf(store: Store, calls: readonly Call[]): Promise<Told[]> {
  const { iterator } = await openStream(store, 'LATEST');
  for (const call of calls) await succeed(store, call);
  const { records } = await readRecords(store, iterator);
  return records.map(told);
}

async function openStream(
  store: Store,
  type: string,
  more: object = {},
): Promise<{ arn: string; shard: string; iterator: string }> {
  const { Streams } = objectOf(await succeed(store, ['ListStreams', { TableName: RANGE }]));
  const arn = String(objectOf(listOf(Streams).at(-1)).StreamArn);
  const { StreamDescription } = objectOf(await succeed(store, ['DescribeStream', { StreamArn: arn }]));
  const shards = listOf(objectOf(StreamDescription).Shards);
  const shard = String(objectOf(shards.at(-1)).ShardId);
  const iterator = await iteratorOf(store, arn, shard, type, more);
  return { arn, shard, iterator };
}

async function iteratorOf(store: Store, arn: string, shard: string, type: string, more: object): Promise<string> {
  const request = { StreamArn: arn, ShardId: shard, ShardIteratorType: type, ...more };
  return String(objectOf(await succeed(store, ['GetShardIterator', request])).ShardIterator);
}

async function readRecords(
  store: Store,
  iterator: string,
  more: object = {},
): Promise<{ records: Record<string, unknown>[]; next: unknown }> {
  const answer = objectOf(await succeed(store, ['GetRecords', { ShardIterator: iterator, ...more }]));
  return { records: listOf(answer.Records).map(objectOf), next: answer.NextShardIterator };
}

/** Everything from a place on, page by page, until one is empty. */
async function allFrom(store: Store, iterator: string): Promise<Record<string, unknown>[]> {
  const { records, next } = await readRecords(store, iterator);
  return records.length === 0 ? [] : [...records, ...(await allFrom(store, String(next)))];
}

function told(record: Record<string, unknown>): Told {
  const { Keys, OldImage, NewImage, SizeBytes } = objectOf(record.dynamodb);
  return comparable({
    eventName: record.eventName,
    Keys,
    SizeBytes,
    ...(OldImage === undefined ? {} : { OldImage }),
    ...(NewImage === undefined ? {} : { NewImage }),
  });
}

function sequence(record: Record<string, unknown> | undefined): string {
  return String(objectOf(objectOf(record).dynamodb).SequenceNumber);
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`expected an object, got ${JSON.stringify(value)}`);
  return { ...value };
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`expected a list, got ${JSON.stringify(value)}`);
  return value;
}

/** Bytes of a key of these scenarios: names `a` and `b`, `streamed` and one character; `v` with one digit has three more. */
const KEY_BYTES = 11;
const IMAGE_BYTES = KEY_BYTES + 3;

export const streamScenarios: readonly Scenario[] = [
  {
    name: 'a put, a change and a delete',
    run: (store) => recordsOf(store, [put('1', 1), put('1', 2), remove('1')]),
    expected: [
      { eventName: 'INSERT', Keys: key('1'), NewImage: image('1', 1), SizeBytes: KEY_BYTES + IMAGE_BYTES },
      {
        eventName: 'MODIFY',
        Keys: key('1'),
        OldImage: image('1', 1),
        NewImage: image('1', 2),
        SizeBytes: KEY_BYTES + 2 * IMAGE_BYTES,
      },
      { eventName: 'REMOVE', Keys: key('1'), OldImage: image('1', 2), SizeBytes: KEY_BYTES + IMAGE_BYTES },
    ],
  },
  {
    name: 'what changes nothing is no news',
    run: async (store) => {
      await succeed(store, put('2', 1));
      return recordsOf(store, [
        put('2', 1),
        remove('nothing'),
        ['UpdateItem', { TableName: RANGE, Key: key('2'), UpdateExpression: 'SET v = v' }],
      ]);
    },
    expected: [],
  },
  {
    name: 'a batch and a transaction, in their order',
    run: async (store) => {
      for (const b of ['3', '4', '5']) await succeed(store, remove(b));
      const records = await recordsOf(store, [
        [
          'BatchWriteItem',
          {
            RequestItems: {
              [RANGE]: [{ PutRequest: { Item: image('3', 1) } }, { PutRequest: { Item: image('4', 1) } }],
            },
          },
        ],
        [
          'TransactWriteItems',
          {
            TransactItems: [
              { Put: { TableName: RANGE, Item: image('5', 1) } },
              { Delete: { TableName: RANGE, Key: key('3') } },
            ],
          },
        ],
      ]);
      const text = (record: Told): string => `${String(record.eventName)} ${JSON.stringify(record.Keys)}`;
      // The order within one call is nobody's promise.
      return [records.slice(0, 2).map(text).sort(), records.slice(2).map(text).sort()];
    },
    expected: [
      [`INSERT ${JSON.stringify(comparable(key('3')))}`, `INSERT ${JSON.stringify(comparable(key('4')))}`],
      [`INSERT ${JSON.stringify(comparable(key('5')))}`, `REMOVE ${JSON.stringify(comparable(key('3')))}`],
    ],
  },
  {
    name: 'a transaction that is cancelled is no news',
    run: async (store) => {
      const { iterator } = await openStream(store, 'LATEST');
      const outcome = await store([
        'TransactWriteItems',
        {
          TransactItems: [
            { Put: { TableName: RANGE, Item: image('6', 1) } },
            { ConditionCheck: { TableName: RANGE, Key: key('nothing'), ConditionExpression: 'attribute_exists(a)' } },
          ],
        },
      ]);
      const { records } = await readRecords(store, iterator);
      return { cancelled: 'error' in outcome, records };
    },
    expected: { cancelled: true, records: [] },
  },
  {
    name: 'the four kinds of iterator, and pages',
    run: async (store) => {
      const { arn, shard, iterator } = await openStream(store, 'LATEST');
      for (const v of [11, 12, 13]) await succeed(store, put('7', v));
      const first = await readRecords(store, iterator, { Limit: 2 });
      const second = await readRecords(store, String(first.next));
      const third = await readRecords(store, String(second.next));
      const [one, two] = first.records;
      const at = (type: string, record: Record<string, unknown> | undefined) =>
        iteratorOf(store, arn, shard, type, { SequenceNumber: sequence(record) });
      const from = async (place: string): Promise<string[]> =>
        (await readRecords(store, place)).records.map((record) => sequence(record));
      const all = [...first.records, ...second.records].map(sequence);
      const horizon = (await allFrom(store, await iteratorOf(store, arn, shard, 'TRIM_HORIZON', {}))).map(sequence);
      return {
        pages: [first.records.length, second.records.length, third.records.length],
        ascending: all.join() === [...all].sort().join(),
        at: (await from(await at('AT_SEQUENCE_NUMBER', two))).join() === all.slice(1).join(),
        after: (await from(await at('AFTER_SEQUENCE_NUMBER', one))).join() === all.slice(1).join(),
        behindLast: await from(await at('AFTER_SEQUENCE_NUMBER', second.records.at(-1))),
        latest: await from(await iteratorOf(store, arn, shard, 'LATEST', {})),
        horizonEndsWithAll: horizon.join().endsWith(all.join()),
      };
    },
    expected: {
      pages: [2, 1, 0],
      ascending: true,
      at: true,
      after: true,
      behindLast: [],
      latest: [],
      horizonEndsWithAll: true,
    },
  },
  {
    name: 'places and streams that there are not',
    run: async (store) => {
      const { arn, shard } = await openStream(store, 'LATEST');
      const error = async (call: Call): Promise<string> => {
        const outcome = await store(call);
        return 'error' in outcome ? outcome.error : 'no error';
      };
      return {
        iterator: await error(['GetRecords', { ShardIterator: 'nonsense' }]),
        shard: await error([
          'GetShardIterator',
          { StreamArn: arn, ShardId: 'shardId-00000000000000000000-00000000', ShardIteratorType: 'LATEST' },
        ]),
        stream: await error(['DescribeStream', { StreamArn: `${arn}9` }]),
        number: await error([
          'GetShardIterator',
          { StreamArn: arn, ShardId: shard, ShardIteratorType: 'AT_SEQUENCE_NUMBER' },
        ]),
        needless: await error([
          'GetShardIterator',
          { StreamArn: arn, ShardId: shard, ShardIteratorType: 'LATEST', SequenceNumber: '0'.repeat(21) },
        ]),
        none: await error(['GetRecords', { ShardIterator: 'x', Limit: 0 }]),
      };
    },
    expected: {
      iterator: 'ValidationException',
      shard: 'ResourceNotFoundException',
      stream: 'ResourceNotFoundException',
      number: 'ValidationException',
      needless: 'ValidationException',
      none: 'ValidationException',
    },
  },
  {
    name: 'the stream of a table that is deleted stays readable and ends',
    run: async (store) => {
      const TableName = 'contract-short-lived';
      await succeed(store, [
        'CreateTable',
        {
          TableName,
          AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        },
      ]);
      await succeed(store, ['PutItem', { TableName, Item: { a: P, v: { N: '1' } } }]);
      const { Table } = objectOf(await succeed(store, ['DescribeTable', { TableName }]));
      const StreamArn = String(objectOf(Table).LatestStreamArn);
      await succeed(store, ['DeleteTable', { TableName }]);
      const { StreamDescription } = objectOf(await succeed(store, ['DescribeStream', { StreamArn }]));
      const { StreamStatus, Shards } = objectOf(StreamDescription);
      const ShardId = String(objectOf(listOf(Shards)[0]).ShardId);
      const iterator = await iteratorOf(store, StreamArn, ShardId, 'TRIM_HORIZON', {});
      const { records, next } = await readRecords(store, iterator);
      return { StreamStatus, records: records.map(told), next };
    },
    expected: {
      StreamStatus: 'DISABLED',
      records: [{ eventName: 'INSERT', Keys: { a: P }, SizeBytes: 9 }],
      next: undefined,
    },
  },
];
