import { isAppError } from '@evenkeel/domain';
import { type Backoff, backoffMs, type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { deliver, type FailedBatch } from './delivery';
import type { EventSource } from './event-source';
import { matchesPattern } from './filter-pattern';
import { invocationRecord, type InvocationRecord } from './invocation-record';
import type { LambdaRecord, RecordPage, ShardPlace, StreamApi } from './stream-api';

const POLL_MS = 40;
const BACKOFF: Backoff = { firstMs: 200, longestMs: 5000 };
/** The most GetRecords gives at once. */
const PAGE = 1000;
/** The most a function is called with: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html */
const MOST_BYTES = 6 * 1024 * 1024;

/** What a shard is read with, and where its records go. */
export interface ShardReaderOptions {
  readonly streams: StreamApi;
  readonly source: EventSource;
  /**
   * Calls the function with a batch and answers its parsed result. Rejects when the function threw, and with an AppError `busy`
   * when it could not be called.
   */
  readonly invoke: (event: StreamEvent) => Promise<unknown>;
  /** How long, in ms, a batch that is not full may wait for more records; asked anew each time. */
  readonly windowMs: () => number;
  /** Hears of what is given up, as Lambda's on-failure destination does. */
  readonly onFailure: (batch: FailedBatch, record: InvocationRecord) => void;
  /** Records that were made before this instant (ms since the epoch, to the second) are passed by. */
  readonly madeSince?: number | undefined;
  /** Whose clock, pauses and chance it takes. */
  readonly machine?: Machine | undefined;
}

/** What the function is called with. */
export interface StreamEvent {
  readonly Records: readonly LambdaRecord[];
}

/** Where reading of a shard begins. */
export interface ShardStart {
  readonly streamArn: string;
  readonly shardId: string;
  readonly place: ShardPlace;
}

/** Reads one shard until it is closed and empty, or `halt` aborts. */
export async function readShard(options: ShardReaderOptions, start: ShardStart, halt: AbortSignal): Promise<void> {
  const { streams, machine = THIS_MACHINE } = options;
  let iterator: string | undefined = await streams.iterator(start.streamArn, start.shardId, start.place);
  let last: string | undefined;
  let pending: Pending[] = [];
  while (iterator !== undefined && !halt.aborted) {
    const page: RecordPage = await readPage(streams, iterator, start, last);
    iterator = page.next;
    last = page.records.at(-1)?.dynamodb.SequenceNumber ?? last;
    const readAt = machine.now();
    for (const record of page.records) {
      if (passes(record, options)) pending.push({ record, readAt, bytes: Buffer.byteLength(JSON.stringify(record)) });
    }
    for (;;) {
      const batch = nextBatch(pending, options, iterator === undefined);
      if (batch === 0) break;
      const records = pending.slice(0, batch).map(({ record }) => record);
      pending = pending.slice(batch);
      await deliverBatch(records, options, start, halt);
    }
    // A full page has more behind it.
    if (page.records.length < PAGE) await pauseUntil(untilNextLook(pending, options), machine, halt);
  }
}

/** Ms until there may be something to do: a new record, or the end of the window of those that wait. */
function untilNextLook([oldest]: readonly Pending[], { windowMs, machine = THIS_MACHINE }: ShardReaderOptions): number {
  if (oldest === undefined) return POLL_MS;
  return Math.min(POLL_MS, Math.max(1, oldest.readAt + windowMs() - machine.now()));
}

interface Pending {
  readonly record: LambdaRecord;
  /** Ms since the epoch. */
  readonly readAt: number;
  readonly bytes: number;
}

/** How many of the waiting records make the next batch: 0 while they may wait for more. */
function nextBatch(pending: readonly Pending[], options: ShardReaderOptions, closed: boolean): number {
  const { source, windowMs, machine = THIS_MACHINE } = options;
  const [oldest] = pending;
  if (oldest === undefined) return 0;
  const most = Math.min(source.batchSize, pending.length);
  let bytes = 0;
  for (let count = 0; count < most; count += 1) {
    bytes += pending[count]?.bytes ?? 0;
    if (bytes > MOST_BYTES) return Math.max(1, count);
  }
  const due = most === source.batchSize || closed || machine.now() - oldest.readAt >= windowMs();
  return due ? most : 0;
}

function passes(record: LambdaRecord, { source: { patterns }, madeSince = 0 }: ShardReaderOptions): boolean {
  const made = record.dynamodb.ApproximateCreationDateTime;
  if (typeof made === 'number' && made < Math.floor(madeSince / 1000)) return false;
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(record, pattern));
}

async function deliverBatch(
  records: readonly LambdaRecord[],
  options: ShardReaderOptions,
  { streamArn, shardId }: ShardStart,
  halt: AbortSignal,
): Promise<void> {
  const { source, machine = THIS_MACHINE } = options;
  await deliver(records, source, {
    invoke: (batch) => options.invoke({ Records: batch }),
    onFailure: (batch) => {
      const where = { streamArn, shardId, now: machine.now(), requestId: machine.uuid() };
      options.onFailure(batch, invocationRecord(batch, where));
    },
    pause: (attempt) => pauseUntil(backoffMs(attempt, BACKOFF, machine.random()), machine, halt),
    stopping: () => halt.aborted,
    now: () => machine.now(),
  });
}

/** One page, beginning again behind `last` where the iterator has grown too old. */
async function readPage(
  api: StreamApi,
  iterator: string,
  { streamArn, shardId, place }: ShardStart,
  last: string | undefined,
): Promise<RecordPage> {
  try {
    return await api.records(iterator, PAGE);
  } catch (error) {
    if (!isAppError(error, 'not-found')) throw error;
    const behind = last === undefined ? place : { after: last };
    return { records: [], next: await freshIterator(api, streamArn, shardId, behind) };
  }
}

/** Where that place itself is gone (a laptop that slept for days), at the oldest record there is. */
async function freshIterator(api: StreamApi, streamArn: string, shardId: string, place: ShardPlace): Promise<string> {
  try {
    return await api.iterator(streamArn, shardId, place);
  } catch (error) {
    if (!isAppError(error, 'not-found')) throw error;
    return api.iterator(streamArn, shardId, 'TRIM_HORIZON');
  }
}

/** Waits for `ms`, or until `over` aborts. */
export async function pauseUntil(ms: number, machine: Machine, over: AbortSignal): Promise<void> {
  try {
    await machine.pause(ms, { signal: over });
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
