import type { EventSource } from '../../../../../cli/src/stack/stream/event-source';
import type { InvocationRecord } from '../../../../../cli/src/stack/stream/invocation-record';
import { startStreamPoller, type StreamPoller } from '../../../../../cli/src/stack/stream/poller';
import { steppedMachine } from '../../../../factories/machine';
import { scriptedStream, streamRecord, type ScriptedShard } from '../../../../factories/scripted-stream';

const SOURCE: EventSource = {
  functionName: 'recompute',
  batchSize: 3,
  batchWindowMs: 0,
  bisectOnError: false,
  retries: 1,
  maxAgeMs: Number.POSITIVE_INFINITY,
  reportsFailures: false,
  startingPosition: 'TRIM_HORIZON',
  patterns: [],
};

interface Given {
  readonly source?: Partial<EventSource>;
  readonly windowMs?: number;
  readonly madeSince?: number;
  /** Throws where the function is to throw. */
  readonly behave?: (batch: readonly number[]) => void;
}

/** A poller over `shards` on a clock that only the test moves; `batches` are the sequence numbers of each invocation. */
function polling(shards: readonly ScriptedShard[], { source, windowMs = 0, madeSince, behave }: Given = {}) {
  const machine = steppedMachine();
  const batches: number[][] = [];
  const discarded: InvocationRecord[] = [];
  const poller: StreamPoller = startStreamPoller({
    streams: scriptedStream(shards),
    tableName: 'prices',
    source: { ...SOURCE, ...source },
    invoke: async ({ Records }) => {
      const batch = Records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
      batches.push(batch);
      behave?.(batch);
      return Promise.resolve(null);
    },
    windowMs: () => windowMs,
    onFailure: (_batch, record) => discarded.push(record),
    madeSince,
    machine,
  });
  return { machine, batches, discarded, poller };
}

const shard = (id: string, numbers: readonly number[], more: Partial<ScriptedShard> = {}): ScriptedShard => ({
  id,
  records: numbers.map((n) => streamRecord(n)),
  closed: false,
  ...more,
});

it('reads a parent to its end before its child, and asks for new shards', async () => {
  const parent = shard('parent', [1, 2]);
  const shards = [parent, shard('child', [3], { parent: 'parent' })];
  const { machine, batches, poller } = polling(shards);
  await machine.advance(2000);
  expect(batches).toEqual([[1, 2]]);
  parent.closed = true;
  shards.push(shard('grandchild', [4], { parent: 'child' }));
  await machine.advance(2000);
  expect(batches).toEqual([[1, 2], [3]]);
  await poller.stop();
});

it('reads a parent before its child however they are listed', async () => {
  const { machine, batches, poller } = polling([
    shard('child', [2], { parent: 'parent' }),
    shard('parent', [1], { closed: true }),
  ]);
  await machine.advance(0);
  await machine.advance(200);
  expect(batches).toEqual([[1], [2]]);
  await poller.stop();
});

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
it('gives a function no more records at once than a batch may have, and waits for more as long as the window is', async () => {
  const only = shard('only', [1]);
  const { machine, batches, poller } = polling([only], { windowMs: 5000 });
  await machine.advance(4000);
  expect(batches).toEqual([]);
  only.records.push(...[2, 3, 4].map((n) => streamRecord(n)));
  await machine.advance(100);
  expect(batches).toEqual([[1, 2, 3]]);
  // The one that was too many waits for others as long as the first did.
  await machine.advance(4000);
  expect(batches).toHaveLength(1);
  await machine.advance(1100);
  expect(batches).toEqual([[1, 2, 3], [4]]);
  await poller.stop();
});

it('gives a function no more than 6 MB at once', async () => {
  const big = { text: 'x'.repeat(2.5 * 1024 * 1024) };
  const only = shard('only', [], { records: [1, 2, 3].map((n) => streamRecord(n, big)) });
  const { machine, batches, poller } = polling([only]);
  await machine.advance(100);
  expect(batches).toEqual([[1, 2], [3]]);
  await poller.stop();
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
it('begins behind the newest record where the position says LATEST, and reads later shards whole', async () => {
  const only = shard('only', [1, 2]);
  const shards = [only];
  const { machine, batches, poller } = polling(shards, { source: { startingPosition: 'LATEST' } });
  await machine.advance(100);
  only.records.push(streamRecord(3));
  only.closed = true;
  shards.push(shard('child', [4], { parent: 'only' }));
  await machine.advance(1200);
  expect(batches).toEqual([[3], [4]]);
  await poller.stop();
});

it('calls one batch of a shard at a time, and the next only when it is done with', async () => {
  let calls = 0;
  const { machine, batches, poller } = polling([shard('only', [1, 2, 3, 4])], {
    behave: () => {
      calls += 1;
      if (calls === 1) throw new Error('not yet');
    },
  });
  await machine.advance(100);
  expect(batches).toEqual([[1, 2, 3]]);
  await machine.advance(500);
  expect(batches).toEqual([[1, 2, 3], [1, 2, 3], [4]]);
  await poller.stop();
});

it('passes by what was made before it was to begin', async () => {
  const old = [1000, 5000, 5900].map((at, n) => streamRecord(n, { at }));
  const { machine, batches, poller } = polling([shard('only', [], { records: old })], { madeSince: 5400 });
  await machine.advance(100);
  // The stream knows the second only.
  expect(batches).toEqual([[1, 2]]);
  await poller.stop();
});

it('asks the filter first', async () => {
  const records = [streamRecord(1, { name: 'a' }), streamRecord(2, { name: 'b' })];
  const patterns = [{ dynamodb: { NewImage: { name: { S: ['b'] } } } }];
  const { machine, batches, poller } = polling([shard('only', [], { records })], { source: { patterns } });
  await machine.advance(100);
  expect(batches).toEqual([[2]]);
  await poller.stop();
});

// The example at https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
it('tells of what it gives up as Lambda does', async () => {
  const records = [streamRecord(7, { at: 1_573_690_399_000 }), streamRecord(8, { at: 1_573_690_401_000 })];
  const { machine, discarded, poller } = polling([shard('shard-1', [], { records })], {
    source: { retries: 0 },
    behave: () => {
      throw new Error('poison');
    },
  });
  await machine.advance(1000);
  const [record] = discarded;
  expect(record?.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(record?.timestamp).toMatch(/^1970-01-01T00:00:0\d\.\d{3}Z$/);
  expect(discarded).toMatchObject([
    {
      requestContext: {
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:recompute',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      DDBStreamBatchInfo: {
        shardId: 'shard-1',
        startSequenceNumber: '7',
        endSequenceNumber: '8',
        approximateArrivalOfFirstRecord: '2019-11-14T00:13:19Z',
        approximateArrivalOfLastRecord: '2019-11-14T00:13:21Z',
        batchSize: 2,
        streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/prices/stream/1',
      },
    },
  ]);
  await poller.stop();
});

it('gives up what is too old without calling the function', async () => {
  const { machine, batches, discarded, poller } = polling([shard('only', [], { records: [streamRecord(1)] })], {
    source: { maxAgeMs: 60_000 },
    windowMs: 70_000,
  });
  await machine.advance(0);
  await machine.advance(71_000);
  expect(batches).toEqual([]);
  expect(discarded).toMatchObject([
    {
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
      DDBStreamBatchInfo: { batchSize: 1 },
    },
  ]);
  expect(discarded[0]).not.toHaveProperty('responseContext');
  await poller.stop();
});

it('stops when it is told to, whatever it waits for', async () => {
  const { poller, machine } = polling([shard('only', [])]);
  await machine.advance(100);
  await poller.stop();
  await expect(poller.done).resolves.toBeUndefined();
});

it('ends where its stream cannot be read, and says why', async () => {
  const broken = startStreamPoller({
    streams: { ...scriptedStream([]), shards: () => Promise.reject(new Error('socket hang up')) },
    tableName: 'prices',
    source: SOURCE,
    invoke: () => Promise.resolve(null),
    windowMs: () => 0,
    onFailure: () => undefined,
    machine: steppedMachine(),
  });
  await expect(broken.done).rejects.toThrow('the stream of prices can no longer be read: socket hang up');
});
