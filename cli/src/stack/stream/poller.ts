import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  TrimmedDataAccessException,
  type Shard,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, messageOf } from '@evenkeel/domain';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../tables';
import { deliver, type FailedBatch } from './delivery';
import type { EventSource } from './event-source';
import { matchesPattern } from './filter-pattern';
import { invokeFunction } from './invoke';
import { lambdaRecord, type LambdaRecord } from './lambda-record';

const POLL_MS = 40;
const NEW_SHARDS_MS = 1000;
const LONGEST_PAUSE_MS = 5000;
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
  readonly onFailure: (batch: FailedBatch) => void;
}

/**
 * Carries a table's stream to a function from its oldest record on, as AWS would: shard by shard,
 * parents before children, in order within a shard, through the filter and in batches.
 */
export function startStreamPoller(options: StreamPollerOptions): StreamPoller {
  const halt = new AbortController();
  const client = new DynamoDBStreamsClient({ endpoint: options.endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS });
  const done = readStream(client, options, halt.signal)
    .catch((error: unknown) => {
      if (halt.signal.aborted) return;
      throw new AppError('failed', `the stream of ${options.tableName} can no longer be read: ${messageOf(error)}`, {}, { cause: error });
    })
    .finally(() => client.destroy());
  return {
    done,
    stop: async () => {
      halt.abort();
      await done;
    },
  };
}

async function readStream(client: DynamoDBStreamsClient, options: StreamPollerOptions, halt: AbortSignal): Promise<void> {
  const streamArn = await streamOf(client, options.tableName);
  const readers = new Map<string, Promise<void>>();
  // A failing reader must end the loop below, not only its own promise.
  let failure: { readonly error: unknown } | undefined;
  while (!halt.aborted) {
    for (const shard of await listShards(client, streamArn)) {
      const id = shard.ShardId;
      if (id === undefined || readers.has(id)) continue;
      const parent = shard.ParentShardId === undefined ? undefined : readers.get(shard.ParentShardId);
      const reader = Promise.resolve(parent).then(() => readShard(client, options, { streamArn, shardId: id }, halt));
      reader.catch((error: unknown) => (failure ??= { error }));
      readers.set(id, reader);
    }
    await pause(NEW_SHARDS_MS, halt, () => failure !== undefined);
    if (failure !== undefined) throw failure.error;
  }
  await Promise.all(readers.values());
}

async function streamOf(client: DynamoDBStreamsClient, tableName: string): Promise<string> {
  const { Streams: streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  const arn = streams.at(-1)?.StreamArn;
  if (arn === undefined) throw new AppError('bad-data', `${tableName} has no stream: its StreamSpecification is missing`);
  return arn;
}

async function listShards(client: DynamoDBStreamsClient, streamArn: string): Promise<Shard[]> {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription: page } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(after === undefined ? {} : { ExclusiveStartShardId: after }) }),
    );
    shards.push(...(page?.Shards ?? []));
    after = page?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

interface ShardAddress {
  readonly streamArn: string;
  readonly shardId: string;
}

/** Reads one shard until it is closed and empty, or the poller stops. */
async function readShard(client: DynamoDBStreamsClient, options: StreamPollerOptions, address: ShardAddress, halt: AbortSignal): Promise<void> {
  let iterator = await firstIterator(client, address);
  let last: string | undefined;
  let pending: LambdaRecord[] = [];
  let oldestPending = 0;
  while (iterator !== undefined && !halt.aborted) {
    const page = await readPage(client, iterator, address, last);
    iterator = page.next;
    last = page.records.at(-1)?.dynamodb?.SequenceNumber ?? last;
    const wanted = page.records.map((record) => lambdaRecord(record, address.streamArn)).filter((record) => passes(record, options.source));
    if (pending.length === 0 && wanted.length > 0) oldestPending = Date.now();
    pending.push(...wanted);
    const full = pending.length >= options.source.batchSize;
    const waitedEnough = pending.length > 0 && (Date.now() - oldestPending >= options.source.batchWindowMs || iterator === undefined);
    if (full || waitedEnough) {
      while (pending.length > 0 && !halt.aborted) {
        await deliverBatch(pending.slice(0, options.source.batchSize), options, halt);
        pending = pending.slice(options.source.batchSize);
      }
    }
    // A full page has more behind it.
    if (page.records.length < PAGE) await pause(POLL_MS, halt);
  }
}

function passes(record: LambdaRecord, { patterns }: EventSource): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(record, pattern));
}

async function deliverBatch(records: readonly LambdaRecord[], options: StreamPollerOptions, halt: AbortSignal): Promise<void> {
  await deliver(records, options.source, {
    invoke: (batch) => invokeFunction(options.lambdaUrl, options.source.functionName, { Records: batch }),
    onFailure: options.onFailure,
    pause: (attempt) => pause(Math.min(LONGEST_PAUSE_MS, 100 * 2 ** attempt), halt),
    stopping: () => halt.aborted,
  });
}

/** One page, beginning again behind `last` where the iterator has grown too old. */
async function readPage(
  client: DynamoDBStreamsClient,
  iterator: string,
  address: ShardAddress,
  last: string | undefined,
): Promise<{ records: StreamRecord[]; next: string | undefined }> {
  try {
    const { Records: records = [], NextShardIterator: next } = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: PAGE }));
    return { records, next };
  } catch (error) {
    if (error instanceof ExpiredIteratorException || error instanceof TrimmedDataAccessException) {
      return { records: [], next: await iteratorBehind(client, address, last) };
    }
    throw error;
  }
}

function firstIterator(client: DynamoDBStreamsClient, address: ShardAddress): Promise<string | undefined> {
  return iteratorBehind(client, address, undefined);
}

async function iteratorBehind(client: DynamoDBStreamsClient, { streamArn, shardId }: ShardAddress, last: string | undefined): Promise<string | undefined> {
  const { ShardIterator: iterator } = await client.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ...(last === undefined ? { ShardIteratorType: 'TRIM_HORIZON' } : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: last }),
    }),
  );
  return iterator;
}

/** Sleeps in short steps until `ms` are over, the poller stops, or `early` says so. */
async function pause(ms: number, halt: AbortSignal, early: () => boolean = () => false): Promise<void> {
  const end = Date.now() + ms;
  while (!halt.aborted && !early() && Date.now() < end) await sleep(Math.min(POLL_MS, end - Date.now()));
}
