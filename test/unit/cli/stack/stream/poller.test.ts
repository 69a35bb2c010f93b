import type { EventSource } from '../../../../../cli/src/stack/stream/event-source';
import { startStreamPoller, type StreamPoller } from '../../../../../cli/src/stack/stream/poller';
import { steppedMachine } from '../../../../factories/machine';
import { scriptedStream, streamRecord, type ScriptedShard } from '../../../../factories/scripted-stream';

const SOURCE: EventSource = {
  functionName: 'recompute',
  batchSize: 3,
  batchWindowMs: 0,
  bisectOnError: false,
  retries: 1,
  reportsFailures: false,
  patterns: [],
};

/** A poller over `shards` on a clock that only the test moves; `batches` are the sequence numbers of each invocation. */
function polling(shards: readonly ScriptedShard[], source: Partial<EventSource> = {}, windowMs = 0) {
  const machine = steppedMachine();
  const batches: number[][] = [];
  const poller: StreamPoller = startStreamPoller({
    streams: scriptedStream(shards),
    tableName: 'prices',
    source: { ...SOURCE, ...source },
    invoke: ({ Records }) => {
      batches.push(Records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber)));
      return Promise.resolve(null);
    },
    windowMs: () => windowMs,
    onFailure: () => undefined,
    machine,
  });
  return { machine, batches, poller };
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

it('gives a function no more records at once than a batch may have, and waits for more as long as the window is', async () => {
  const only = shard('only', [1]);
  const { machine, batches, poller } = polling([only], {}, 5000);
  await machine.advance(4000);
  expect(batches).toEqual([]);
  only.records.push(...[2, 3, 4].map((n) => streamRecord(n)));
  await machine.advance(100);
  expect(batches).toEqual([[1, 2, 3], [4]]);
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
