import { type Database, execute, StoreError } from '@evenkeel/embedded';
import type { Call } from './contract';

/** What a call answers, or the error that it ends in. */
export function answerOf(database: Database, [operation, input]: Call): unknown {
  try {
    return execute(database, operation, input);
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

/** The items of a query's or scan's answer. */
export function itemsIn(answer: object): object[] {
  const { Items }: { Items?: unknown } = answer;
  return Array.isArray(Items) ? Items.filter(isObject) : [];
}

/** What one stream record says. */
export interface Change {
  readonly Keys: unknown;
  readonly OldImage: unknown;
  readonly NewImage: unknown;
}

/** Everything that a table's stream still has, shard by shard. */
export function recordsIn(database: Database, table: string): Change[] {
  return listIn(execute(database, 'ListStreams', { TableName: table }), 'Streams').flatMap(({ StreamArn }) => {
    const { StreamDescription }: { StreamDescription?: unknown } = execute(database, 'DescribeStream', { StreamArn });
    return listIn(StreamDescription, 'Shards').flatMap(({ ShardId }) => {
      const place = execute(database, 'GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
      return recordsFrom(database, place);
    });
  });
}

function recordsFrom(database: Database, place: object): Change[] {
  const { ShardIterator }: { ShardIterator?: unknown } = place;
  const page: { NextShardIterator?: unknown } = execute(database, 'GetRecords', { ShardIterator });
  const records = listIn(page, 'Records').map(({ dynamodb }): Change => {
    const { Keys, OldImage, NewImage }: Record<string, unknown> = { ...(isObject(dynamodb) ? dynamodb : {}) };
    return { Keys, OldImage, NewImage };
  });
  const more = records.length > 0 && page.NextShardIterator !== undefined;
  return more ? [...records, ...recordsFrom(database, { ShardIterator: page.NextShardIterator })] : records;
}

function listIn(answer: unknown, name: string): Record<string, unknown>[] {
  const list: unknown = isObject(answer) ? Object.entries(answer).find(([member]) => member === name)?.[1] : undefined;
  return Array.isArray(list) ? list.filter(isObject).map((each) => ({ ...each })) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
