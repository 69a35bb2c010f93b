import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, isAppError, messageOf } from '@evenkeel/domain';
import { type Backoff, backoffMs, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { deliver, type FailedBatch } from './delivery';
import type { EventSource } from './event-source';
import { matchesPattern } from './filter-pattern';
import { invokeFunction } from './invoke';
import { localStreamApi, type LambdaRecord, type RecordPage, type StreamApi } from './stream-api';

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
  /** Of the local database. */
  readonly endpoint: string;
  readonly tableName: string;
  /** Base URL of serverless-offline's Lambda server, e.g. `http://127.0.0.1:40001`. */
  readonly lambdaUrl: string;
  readonly source: EventSource;
  /** How long, in ms, a batch that is not full may wait for more records; asked anew each time. */
  readonly windowMs: () => number;
  readonly onFailure: (batch: FailedBatch) => void;
}

/**
 * Carries a table's stream to a function from its oldest record on, as AWS would: shard by shard,
 * parents before children, in order within a shard, through the filter and in batches.
 */
export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const halt = new AbortController();
  const done = readStream(localStreamApi(options.endpoint), options, halt.signal).catch((error: unknown) => {
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

async function readStream(api: StreamApi, options: StreamPollerOptions, halt: AbortSignal): Promise<void> {
  const streamArn = await api.streamOf(options.tableName);
  if (streamArn === undefined)
    throw new AppError('bad-data', `${options.tableName} has no stream: its StreamSpecification is missing`);
  const readers = new Map<string, Promise<void>>();
  // A failing reader must end the loop below, not only its own promise.
  const failures: unknown[] = [];
  while (!halt.aborted) {
    for (const { ShardId: id, ParentShardId: parentId } of await api.shards(streamArn)) {
      if (readers.has(id)) continue;
      const parent = parentId === undefined ? undefined : readers.get(parentId);
      const reader = Promise.resolve(parent).then(() => readShard(api, options, { streamArn, shardId: id }, halt));
      reader.catch((error: unknown) => failures.push(error));
      readers.set(id, reader);
    }
    await pause(NEW_SHARDS_MS, halt, () => failures.length > 0);
    if (failures.length > 0) throw failures[0];
  }
  await Promise.all(readers.values());
}

interface ShardAddress {
  readonly streamArn: string;
  readonly shardId: string;
}

/** Reads one shard until it is closed and empty, or the poller stops. */
async function readShard(
  api: StreamApi,
  options: StreamPollerOptions,
  address: ShardAddress,
  halt: AbortSignal,
): Promise<void> {
  const { source } = options;
  let iterator: string | undefined = await api.iterator(address.streamArn, address.shardId);
  let last: string | undefined;
  let pending: LambdaRecord[] = [];
  let oldestPending = 0;
  while (iterator !== undefined && !halt.aborted) {
    const page: RecordPage = await readPage(api, iterator, address, last);
    iterator = page.next;
    last = page.records.at(-1)?.dynamodb.SequenceNumber ?? last;
    const wanted = page.records.filter((record) => passes(record, source));
    if (pending.length === 0 && wanted.length > 0) oldestPending = Date.now();
    pending.push(...wanted);
    const due =
      pending.length >= source.batchSize || iterator === undefined || Date.now() - oldestPending >= options.windowMs();
    if (due) {
      for (let start = 0; start < pending.length; start += source.batchSize) {
        await deliverBatch(pending.slice(start, start + source.batchSize), options, halt);
      }
      pending = [];
    }
    // A full page has more behind it.
    if (page.records.length < PAGE) await pause(POLL_MS, halt);
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
    invoke: (batch) => invokeFunction(options.lambdaUrl, options.source.functionName, { Records: batch }),
    onFailure: options.onFailure,
    pause: (attempt) => pause(backoffMs(attempt, BACKOFF, THIS_MACHINE.random()), halt),
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

/** Sleeps in short steps until `ms` are over, the poller stops, or `early` says so. */
async function pause(ms: number, halt: AbortSignal, early: () => boolean = () => false): Promise<void> {
  const end = Date.now() + ms;
  while (!halt.aborted && !early() && Date.now() < end) await sleep(Math.min(POLL_MS, end - Date.now()));
}
