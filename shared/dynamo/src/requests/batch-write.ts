import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { AppError, messageOf } from '@evenkeel/domain';
import { mapBounded, type Slots } from '../pacing/bounded';
import { type Machine, THIS_MACHINE } from '../pacing/machine';
import { type Backoff, backoffMs } from '../pacing/retry';
import type { Item } from './item';

/** The most items one BatchWriteItem takes. */
export const BATCH_SIZE = 25;

const BACKOFF: Backoff = { firstMs: 50, longestMs: 5_000 };
/** Without a single item written for so long, waiting on is no use. */
const STALLED_AFTER = 60_000;

/** How a batch write goes about its work. */
export interface BatchWriteOptions {
  /** Requests in flight at once. Default 4. */
  readonly concurrency?: number | undefined;
  /** Slots that several batch writes share; each request takes one. */
  readonly slots?: Slots | undefined;
  /** Instant (ms since the epoch) after which nothing is sent again. A minute without progress ends it in any case. */
  readonly deadline?: number | undefined;
  /** Called before each request; throws to stop, e.g. because a lease has been lost. */
  readonly check?: (() => void) | undefined;
  /** Called with the number of items that have just been acknowledged. */
  readonly onWritten?: ((items: number) => void) | undefined;
  readonly machine?: Machine | undefined;
}

/**
 * Puts all `items`, taken as they are needed, with BatchWriteItem in chunks of {@link BATCH_SIZE}. What DynamoDB leaves unprocessed, and
 * chunks that were throttled or met an internal error, are sent again after a jittered pause until all is
 * written or time is out. An item that exists is overwritten: callers that must not overwrite send
 * only what they know to be missing, under a lease.
 * @throws AppError `failed` saying how many of how many items were written; running again completes it
 */
export async function batchWrite(
  client: DynamoDBClient,
  table: string,
  items: Iterable<Item>,
  options: BatchWriteOptions = {},
): Promise<void> {
  const machine = options.machine ?? THIS_MACHINE;
  const run: Run = {
    client,
    table,
    machine,
    deadline: options.deadline ?? Infinity,
    lastProgress: machine.now(),
    check: options.check,
    onWritten: options.onWritten,
    taken: 0,
    written: 0,
    failed: false,
  };
  await mapBounded(chunksOf(items), options.concurrency ?? 4, (chunk) => writeChunk(run, chunk), options.slots);
}

/** The request that puts `requests` (at most {@link BATCH_SIZE}) into `table`. */
function batchInput(table: string, requests: WriteRequest[]): BatchWriteItemCommandInput {
  return { RequestItems: { [table]: requests } };
}

/** `items` as put requests, {@link BATCH_SIZE} at a time. */
function* chunksOf(items: Iterable<Item>): Generator<WriteRequest[], undefined> {
  let chunk: WriteRequest[] = [];
  for (const item of items) {
    chunk.push({ PutRequest: { Item: item } });
    if (chunk.length < BATCH_SIZE) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** True for an answer that may be different a moment later: throttling, or DynamoDB's own trouble. */
export function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const status = '$metadata' in error ? statusOf(error.$metadata) : undefined;
  const names = ['name' in error ? error.name : undefined, 'code' in error ? error.code : undefined];
  return names.some((name) => typeof name === 'string' && PASSING.has(name)) || (status !== undefined && status >= 500);
}

const PASSING = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  'TimeoutError',
  'ECONNRESET',
  'EPIPE',
]);

interface Run {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly machine: Machine;
  readonly deadline: number;
  readonly check: (() => void) | undefined;
  readonly onWritten: ((items: number) => void) | undefined;
  taken: number;
  lastProgress: number;
  written: number;
  failed: boolean;
}

async function writeChunk(run: Run, chunk: WriteRequest[]): Promise<void> {
  run.taken += chunk.length;
  try {
    await writeAll(run, chunk);
  } catch (error) {
    // Ends what the other chunks still send again.
    run.failed = true;
    throw error;
  }
}

async function writeAll(run: Run, chunk: WriteRequest[]): Promise<void> {
  let pending = chunk;
  for (let tries = 0; pending.length > 0 && !run.failed;) {
    run.check?.();
    const left = await send(run, pending);
    const done = pending.length - left.length;
    run.written += done;
    if (done > 0) {
      run.lastProgress = run.machine.now();
      run.onWritten?.(done);
    }
    tries = done > 0 ? 0 : tries + 1;
    pending = left;
    if (pending.length > 0) await pause(run, tries + 1);
  }
}

/** Sends once; answers what still has to be written. */
async function send(run: Run, pending: WriteRequest[]): Promise<WriteRequest[]> {
  try {
    const answer = await run.client.send(new BatchWriteItemCommand(batchInput(run.table, pending)));
    return answer.UnprocessedItems?.[run.table] ?? [];
  } catch (error) {
    if (isPassing(error)) return pending;
    throw new AppError('failed', `${progress(run)}: ${messageOf(error)}`, { table: run.table }, { cause: error });
  }
}

async function pause(run: Run, failures: number): Promise<void> {
  const milliseconds = backoffMs(failures, BACKOFF, run.machine.random());
  if (run.machine.now() + milliseconds > Math.min(run.deadline, run.lastProgress + STALLED_AFTER)) {
    throw new AppError('failed', `${progress(run)} when the time was up; run it again to complete it`, {
      table: run.table,
      written: run.written,
    });
  }
  await run.machine.pause(milliseconds);
}

function progress(run: Run): string {
  return `batch write to ${run.table}: ${run.written} of ${run.taken} items sent were written`;
}

function statusOf(metadata: unknown): number | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
