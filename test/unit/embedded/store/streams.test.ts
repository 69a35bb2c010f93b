import { Database, execute, expireItems } from '@evenkeel/embedded';
import { answerOf, recordsIn } from '../../../support/store-contract/answers';
import { HASH, RANGE, table } from '../../../support/store-contract/contract';

const HOUR = 60 * 60_000;

function withStream(shards?: number) {
  const time = { now: 1_700_000_000_000 };
  const database = new Database({ clock: () => time.now, ...(shards === undefined ? {} : { shards }) });
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  execute(database, 'CreateTable', { ...table(RANGE, 'S'), StreamSpecification });
  const put = (a: string, b: string): void =>
    void execute(database, 'PutItem', { TableName: RANGE, Item: { a: { S: a }, b: { S: b } } });
  return { database, time, put };
}

const keysIn = (database: Database): unknown[] => recordsIn(database, RANGE).map(({ Keys }) => Keys);

test('a record is kept for a day', () => {
  const { database, time, put } = withStream();
  put('x', '1');
  time.now += 23 * HOUR;
  put('x', '2');
  expect(keysIn(database)).toHaveLength(2);
  time.now += 2 * HOUR;
  expect(keysIn(database)).toEqual([{ a: { S: 'x' }, b: { S: '2' } }]);
});

test('an iterator is good for a quarter of an hour, and what is gone is said to be gone', () => {
  const { database, time, put } = withStream();
  put('x', '1');
  const [stream] = database.streams;
  const [shard] = stream?.shards ?? [];
  const request = { StreamArn: stream?.description.arn, ShardId: shard?.id };
  const place = execute(database, 'GetShardIterator', { ...request, ShardIteratorType: 'TRIM_HORIZON' });
  time.now += 16 * 60_000;
  expect(answerOf(database, ['GetRecords', place])).toMatchObject({ name: 'ExpiredIteratorException' });
  time.now += 25 * HOUR;
  put('x', '2');
  const old = { ...request, ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: '0'.repeat(20) + '1' };
  expect(answerOf(database, ['GetShardIterator', old])).toMatchObject({ name: 'TrimmedDataAccessException' });
});

test('shards roll: parents end, children go on, and each partition key stays in its line', () => {
  const { database, put } = withStream(3);
  const partitions = Array.from({ length: 20 }, (_, n) => `p${n}`);
  for (const a of partitions) put(a, '1');
  database.commit({ change: 'roll-shards', table: RANGE });
  for (const a of partitions) put(a, '2');
  const shards = database.streams[0]?.shards ?? [];
  expect(shards).toHaveLength(6);
  expect(shards.slice(0, 3).every(({ to }) => to === 20)).toBe(true);
  for (const child of shards.slice(3)) {
    const parent = shards.find(({ id }) => id === child.parentId);
    const partitionsOf = (of: typeof parent): unknown[] => (of?.records ?? []).map(({ keys }) => keys.a);
    expect(partitionsOf(parent)).toEqual(partitionsOf(child));
  }
  expect(keysIn(database)).toHaveLength(40);
});

test('items end when their time is over, and the stream says that nobody deleted them', () => {
  const { database, time } = withStream();
  execute(database, 'UpdateTimeToLive', {
    TableName: RANGE,
    TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
  });
  const seconds = time.now / 1000;
  for (const [b, until] of [
    ['past', { N: String(seconds - 1) }],
    ['future', { N: String(seconds + 1) }],
    ['text', { S: '1' }],
    ['ancient', { N: '1' }],
  ] as const) {
    execute(database, 'PutItem', { TableName: RANGE, Item: { a: { S: 'x' }, b: { S: b }, until } });
  }
  expect(expireItems(database)).toBe(1);
  expect(expireItems(database)).toBe(0);
  expect(database.table(RANGE).itemCount).toBe(3);
  expect(database.streams[0]?.shards[0]?.records.at(-1)).toMatchObject({ keys: { b: { S: 'past' } }, expired: true });
});

test('a table without a stream tells nothing', () => {
  const { database } = withStream();
  execute(database, 'CreateTable', table(HASH));
  execute(database, 'PutItem', { TableName: HASH, Item: { a: { S: 'x' } } });
  expect(recordsIn(database, HASH)).toEqual([]);
});

test('a token is forgotten after ten minutes', () => {
  const { database, time } = withStream();
  execute(database, 'CreateTable', table(HASH));
  const add = {
    Update: {
      TableName: HASH,
      Key: { a: { S: 'n' } },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  const transact = (): object =>
    execute(database, 'TransactWriteItems', { TransactItems: [add], ClientRequestToken: 'token' });
  transact();
  time.now += 9 * 60_000;
  transact();
  expect(execute(database, 'GetItem', { TableName: HASH, Key: { a: { S: 'n' } } })).toMatchObject({
    Item: { n: { N: '1' } },
  });
  time.now += 2 * 60_000;
  transact();
  expect(execute(database, 'GetItem', { TableName: HASH, Key: { a: { S: 'n' } } })).toMatchObject({
    Item: { n: { N: '2' } },
  });
});
