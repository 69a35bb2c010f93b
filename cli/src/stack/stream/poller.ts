import { AppError, isAppError, messageOf } from '@evenkeel/domain';
import { type Backoff, backoffMs, type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { deliver, type FailedBatch } from './delivery';
import type { EventSource } from './event-source';
import { matchesPattern } from './filter-pattern';
import type { LambdaRecord, RecordPage, StreamApi } from './stream-api';

const POLL_MS = 40;
const NEW_SHARDS_MS = 1000;
const BACKOFF: Backoff = { firstMs: 200, longestMs: 5000 };
/** The most GetRecords gives at once. */
const PAGE = 1000;

/** The stream of one table, being carried to one function. */
export interface StreamPoller {
  /** Settles when the poller has stopped; rejects when the stream can no longer be read. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** What the poller connects. */
export interface StreamPollerOptions {
  readonly streams: StreamApi;
  readonly tableName: string;
  readonly source: EventSource;
  /** Calls the function with a batch and answers its parsed result. Rejects when the function threw. */
  readonly invoke: (event: StreamEvent) => Promise<unknown>;
  /** How long, in ms, a batch that is not full may wait for more records; asked anew each time. */
  readonly windowMs: () => number;
  readonly onFailure: (batch: FailedBatch) => void;
  /** Whose clock, pauses and chance it takes. */
  readonly machine?: Machine | undefined;
}

/** What the function is called with. */
export interface StreamEvent {
  readonly Records: readonly LambdaRecord[];
}

/**
 * Carries a table's stream to a function from its oldest record on, as AWS would: shard by shard,
 * parents before children, in order within a shard, through the filter and in batches.
 */
export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const halt = new AbortController();
  const done = readStream(options, halt.signal).catch((error: unknown) => {
    if (halt.signal.aborted) return;
    throw new AppError(
      'failed',
      `the stream of ${options.tableName} can no longer be read: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  });
  return {
    done,
    stop: async () => {
      halt.abort();
      await done;
    },
  };
}

async function readStream(options: StreamPollerOptions, halt: AbortSignal): Promise<void> {
  const { streams, tableName } = options;
  const streamArn = await streams.streamOf(tableName);
  if (streamArn === undefined)
    throw new AppError('bad-data', `${tableName} has no stream: its StreamSpecification is missing`);
  const readers = new Map<string, Promise<void>>();
  // A failing reader must end the loop below, not only its own promise.
  const failures: unknown[] = [];
  const failed = new AbortController();
  while (!halt.aborted && failures.length === 0) {
    for (const { ShardId: id, ParentShardId: parentId } of await streams.shards(streamArn)) {
      if (readers.has(id)) continue;
      const parent = parentId === undefined ? undefined : readers.get(parentId);
      const reader = Promise.resolve(parent).then(() => readShard(options, { streamArn, shardId: id }, halt));
      reader.catch((error: unknown) => {
        failures.push(error);
        failed.abort();
      });
      readers.set(id, reader);
    }
    await pause(NEW_SHARDS_MS, options, AbortSignal.any([halt, failed.signal]));
  }
  if (failures.length > 0) throw failures[0];
  await Promise.all(readers.values());
}

interface ShardAddress {
  readonly streamArn: string;
  readonly shardId: string;
}

/** Reads one shard until it is closed and empty, or the poller stops. */
async function readShard(options: StreamPollerOptions, address: ShardAddress, halt: AbortSignal): Promise<void> {
  const { streams, source, machine = THIS_MACHINE } = options;
  let iterator: string | undefined = await streams.iterator(address.streamArn, address.shardId);
  let last: string | undefined;
  let pending: LambdaRecord[] = [];
  let oldestPending = 0;
  while (iterator !== undefined && !halt.aborted) {
    const page: RecordPage = await readPage(streams, iterator, address, last);
    iterator = page.next;
    last = page.records.at(-1)?.dynamodb.SequenceNumber ?? last;
    const wanted = page.records.filter((record) => passes(record, source));
    if (pending.length === 0 && wanted.length > 0) oldestPending = machine.now();
    pending.push(...wanted);
    const due =
      pending.length >= source.batchSize ||
      iterator === undefined ||
      machine.now() - oldestPending >= options.windowMs();
    if (due) {
      for (let start = 0; start < pending.length; start += source.batchSize) {
        await deliverBatch(pending.slice(start, start + source.batchSize), options, halt);
      }
      pending = [];
    }
    // A full page has more behind it.
    if (page.records.length < PAGE) await pause(POLL_MS, options, halt);
  }
}

function passes(record: LambdaRecord, { patterns }: EventSource): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(record, pattern));
}

async function deliverBatch(
  records: readonly LambdaRecord[],
  options: StreamPollerOptions,
  halt: AbortSignal,
): Promise<void> {
  await deliver(records, options.source, {
    invoke: (batch) => options.invoke({ Records: batch }),
    onFailure: options.onFailure,
    pause: (attempt) => pause(backoffMs(attempt, BACKOFF, (options.machine ?? THIS_MACHINE).random()), options, halt),
    stopping: () => halt.aborted,
  });
}

/** One page, beginning again behind `last` where the iterator has grown too old. */
async function readPage(
  api: StreamApi,
  iterator: string,
  { streamArn, shardId }: ShardAddress,
  last: string | undefined,
): Promise<RecordPage> {
  try {
    return await api.records(iterator, PAGE);
  } catch (error) {
    if (!isAppError(error, 'not-found')) throw error;
    return { records: [], next: await freshIterator(api, { streamArn, shardId }, last) };
  }
}

/** Behind `last`, or where that record itself is gone (a laptop that slept for days) at the oldest there is. */
async function freshIterator(
  api: StreamApi,
  { streamArn, shardId }: ShardAddress,
  last: string | undefined,
): Promise<string> {
  try {
    return await api.iterator(streamArn, shardId, last);
  } catch (error) {
    if (!isAppError(error, 'not-found')) throw error;
    return api.iterator(streamArn, shardId);
  }
}

/** Waits for `ms`, or until `over` aborts. */
async function pause(ms: number, { machine = THIS_MACHINE }: StreamPollerOptions, over: AbortSignal): Promise<void> {
  try {
    await machine.pause(ms, { signal: over });
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
