import { LIMITS } from '../limits';
import type { KeySchema } from '../tables/key-schema';
import { rankOf } from '../tables/table';
import type { StreamView } from '../tables/table-definition';
import { REGION, type StreamRecord } from './stream-record';

/** A sequence of records in which all of one item are in order. */
export interface Shard {
  readonly id: string;
  readonly parentId?: string;
  /** Sequence number from which on records may be in it. */
  readonly from: number;
  /** Last sequence number that may be in it; absent while it is open. */
  to?: number;
  /** Oldest first; those that grew too old are gone. */
  readonly records: StreamRecord[];
  /** Sequence number before which records have been dropped. */
  horizon: number;
}

/** What a stream is, without its records. */
export interface StreamDescription {
  readonly arn: string;
  readonly tableName: string;
  readonly label: string;
  readonly view: StreamView;
  readonly keys: KeySchema;
  /** Ms since the epoch. */
  readonly createdAt: number;
}

/** The changes of one table, in shards. */
export class Stream {
  /** In the order of their making; children behind their parents. */
  readonly shards: Shard[] = [];
  /** Ms since the epoch at which it was switched off; it stays readable for a day. */
  disabledAt: number | undefined;

  constructor(readonly description: StreamDescription) {}

  /** Begins `count` shards. */
  open(sequence: number, count: number): void {
    for (let index = 0; index < count; index += 1) this.shards.push(this.newShard(sequence, undefined));
  }

  /** Ends every open shard and begins a child of each, as DynamoDB does every few hours. */
  roll(sequence: number): void {
    for (const shard of this.openShards()) {
      shard.to = sequence - 1;
      this.shards.push(this.newShard(sequence, shard.id));
    }
  }

  /** Ends every open shard. */
  disable(sequence: number, at: number): void {
    for (const shard of this.openShards()) shard.to = sequence - 1;
    this.disabledAt = at;
  }

  /** Adds a record; all records of one partition key are in one shard. */
  append(record: StreamRecord, partition: string): void {
    const open = this.openShards();
    const shard = open[rankOf(partition) % open.length];
    shard?.records.push(record);
    this.dropOld(record.at);
  }

  /** Drops what is older than a day, and closed shards of which nothing is left. */
  dropOld(now: number): void {
    const oldest = now - LIMITS.streamRecordLife;
    for (const shard of this.shards) {
      const first = shard.records[0];
      if (first === undefined || first.at >= oldest) continue;
      const kept = shard.records.findIndex((record) => record.at >= oldest);
      const dropped = shard.records.splice(0, kept === -1 ? shard.records.length : kept);
      shard.horizon = (dropped.at(-1)?.sequence ?? shard.horizon) + 1;
    }
  }

  private openShards(): Shard[] {
    return this.shards.filter(({ to }) => to === undefined);
  }

  private newShard(sequence: number, parentId: string | undefined): Shard {
    const { arn, createdAt } = this.description;
    const number = String(createdAt + this.shards.length).padStart(20, '0');
    const suffix = rankOf(`${arn} ${this.shards.length}`).toString(16).padStart(8, '0');
    return {
      id: `shardId-${number}-${suffix}`,
      ...(parentId === undefined ? {} : { parentId }),
      from: sequence,
      records: [],
      horizon: sequence,
    };
  }
}

/** The ARN of a table of this store. */
export function tableArn(name: string): string {
  return `arn:aws:dynamodb:${REGION}:000000000000:table/${name}`;
}

/** The description of a stream that begins now. */
export function newStream(tableName: string, view: StreamView, keys: KeySchema, at: number): StreamDescription {
  const label = new Date(at).toISOString().slice(0, -1);
  return { arn: `${tableArn(tableName)}/stream/${label}`, tableName, label, view, keys, createdAt: at };
}
