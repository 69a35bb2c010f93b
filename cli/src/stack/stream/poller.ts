import { AppError, messageOf } from '@evenkeel/domain';
import { THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { pauseUntil, readShard, type ShardReaderOptions } from './shard-reader';
import type { Shard, ShardPlace } from './stream-api';

const NEW_SHARDS_MS = 1000;

/** The stream of one table, being carried to one function. */
export interface StreamPoller {
  /** Settles when the poller has stopped; rejects when the stream can no longer be read. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

/** What the poller connects. */
export interface StreamPollerOptions extends ShardReaderOptions {
  readonly tableName: string;
}

/**
 * Carries a table's stream to a function as AWS would: shard by shard, parents before children, in order within a shard, through
 * the filter and in batches, one batch of a shard at a time (`parallelizationFactor` 1).
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
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
  const { streams, tableName, source, machine = THIS_MACHINE } = options;
  const streamArn = await streams.streamOf(tableName);
  if (streamArn === undefined)
    throw new AppError('bad-data', `${tableName} has no stream: its StreamSpecification is missing`);
  const readers = new Map<string, Promise<void>>();
  // A failing reader must end the loop below, not only its own promise.
  const failures: unknown[] = [];
  const failed = new AbortController();
  // What comes into being later is read whole, whatever the position at which reading begins.
  let place: ShardPlace = source.startingPosition;
  while (!halt.aborted && failures.length === 0) {
    for (const { ShardId: shardId, ParentShardId: parentId } of parentsFirst(await streams.shards(streamArn))) {
      if (readers.has(shardId)) continue;
      const start = { streamArn, shardId, place };
      const parent = parentId === undefined ? undefined : readers.get(parentId);
      const reader = Promise.resolve(parent).then(() => readShard(options, start, halt));
      reader.catch((error: unknown) => {
        failures.push(error);
        failed.abort();
      });
      readers.set(shardId, reader);
    }
    place = 'TRIM_HORIZON';
    await pauseUntil(NEW_SHARDS_MS, machine, AbortSignal.any([halt, failed.signal]));
  }
  if (failures.length > 0) throw failures[0];
  await Promise.all(readers.values());
}

/** The shards in an order in which none comes before its parent, however they are listed. */
function parentsFirst(shards: readonly Shard[]): readonly Shard[] {
  const listed = new Map(shards.map((shard) => [shard.ShardId, shard]));
  const ordered = new Set<Shard>();
  const add = (shard: Shard): void => {
    const parent = shard.ParentShardId === undefined ? undefined : listed.get(shard.ParentShardId);
    if (parent !== undefined && !ordered.has(parent)) add(parent);
    ordered.add(shard);
  };
  for (const shard of shards) add(shard);
  return [...ordered];
}
