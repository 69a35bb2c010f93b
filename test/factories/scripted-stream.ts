import { AppError } from '@evenkeel/domain';
import type { LambdaRecord, Shard, StreamApi } from '../../cli/src/stack/stream/stream-api';

/** A shard of a scripted stream; what is put into it later is there to be read. */
export interface ScriptedShard {
  readonly id: string;
  readonly parent?: string;
  /** Sequence numbers, ascending. */
  readonly records: LambdaRecord[];
  closed: boolean;
}

/** A record of the price table's stream that was made at `at` (ms since the epoch). */
export function streamRecord(sequence: number, { at = 0, ...image }: { at?: number; [name: string]: unknown } = {}) {
  const NewImage = Object.fromEntries(Object.entries(image).map(([name, value]) => [name, { S: String(value) }]));
  return {
    eventID: String(sequence),
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(sequence), ApproximateCreationDateTime: at / 1000, NewImage },
  } satisfies LambdaRecord;
}

/** A stream that is what the shards say; iterators never grow old. */
export function scriptedStream(shards: readonly ScriptedShard[]): StreamApi {
  const shardOf = (id: string | undefined): ScriptedShard => {
    const found = shards.find((shard) => shard.id === id);
    if (found === undefined) throw new AppError('failed', `there is no shard ${id}`);
    return found;
  };
  return {
    streamOf: () => Promise.resolve('arn:aws:dynamodb:us-east-1:000000000000:table/prices/stream/1'),
    shards: () => Promise.resolve(shards.map(({ id, parent }): Shard => ({ ShardId: id, ParentShardId: parent }))),
    iterator: (_arn, id, place) => {
      const { records } = shardOf(id);
      const behind = (after: string): number =>
        records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === after) + 1;
      const start = place === 'TRIM_HORIZON' ? 0 : place === 'LATEST' ? records.length : behind(place.after);
      return Promise.resolve(`${id} ${start}`);
    },
    records: (iterator, limit) => {
      const [id, start] = iterator.split(' ');
      const { records, closed } = shardOf(id);
      const page = records.slice(Number(start), Number(start) + limit);
      const next = Number(start) + page.length;
      return Promise.resolve({ records: page, next: closed && next === records.length ? undefined : `${id} ${next}` });
    },
  };
}
