import { AppError } from '@evenkeel/domain';
import type { YamlMap } from '../service-file';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../tables';

/** A stream record, in the shape in which Lambda hands it to a function. */
export interface LambdaRecord extends YamlMap {
  readonly dynamodb: YamlMap & { readonly SequenceNumber: string };
}

/** One shard of a stream. */
export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string | undefined;
}

/** One page of a shard's records. */
export interface RecordPage {
  readonly records: readonly LambdaRecord[];
  /** Where the next page begins; `undefined` once a closed shard has been read to its end. */
  readonly next: string | undefined;
}

/** A place in a shard: its oldest record, what comes after its newest, or behind the record with that sequence number. */
export type ShardPlace = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string };

/** The four calls that reading a local stream takes. */
export interface StreamApi {
  /** ARN of the table's newest stream, if it has one. */
  streamOf(tableName: string): Promise<string | undefined>;
  shards(streamArn: string): Promise<readonly Shard[]>;
  iterator(streamArn: string, shardId: string, place: ShardPlace): Promise<string>;
  /** @throws AppError `not-found` when the iterator is too old */
  records(iterator: string, limit: number): Promise<RecordPage>;
}

/** One request to DynamoDB Streams, in its own JSON. @throws AppError `not-found` for what is too old to be read */
export type StreamCall = (operation: string, input: object) => Promise<Answer>;

/**
 * Reads streams of DynamoDB Local in their own JSON. Records come in it just as Lambda passes them on, so a
 * warm-up's tens of thousands are not turned into objects of the SDK and back. DynamoDB Local checks no signature.
 */
export function localStreamApi(endpoint: string): StreamApi {
  return streamApi(async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${LOCAL_CREDENTIALS.accessKeyId}/20200101/${LOCAL_REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
      },
      body: JSON.stringify(input),
    });
    const answer: unknown = await response.json();
    if (response.ok && isObject(answer)) return answer;
    throw failure(operation, response.status, answer);
  });
}

/** Reads streams through `call`, whoever answers it. */
export function streamApi(call: StreamCall): StreamApi {
  return {
    streamOf: async (tableName) => {
      const { Streams: streams } = await call('ListStreams', { TableName: tableName });
      const newest = objects(streams).at(-1)?.StreamArn;
      return typeof newest === 'string' ? newest : undefined;
    },
    shards: async (streamArn) => {
      const found: Shard[] = [];
      let after: unknown;
      do {
        const { StreamDescription: page } = await call('DescribeStream', {
          StreamArn: streamArn,
          ExclusiveStartShardId: after,
        });
        const description = isObject(page) ? page : {};
        found.push(...objects(description.Shards).filter(isShard));
        after = description.LastEvaluatedShardId;
      } while (after !== undefined && after !== null);
      return found;
    },
    iterator: async (streamArn, shardId, at) => {
      const place =
        typeof at === 'string'
          ? { ShardIteratorType: at }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: at.after };
      const { ShardIterator: iterator } = await call('GetShardIterator', {
        StreamArn: streamArn,
        ShardId: shardId,
        ...place,
      });
      return String(iterator);
    },
    records: async (iterator, limit) => {
      const { Records: records, NextShardIterator: next } = await call('GetRecords', {
        ShardIterator: iterator,
        Limit: limit,
      });
      return { records: objects(records).filter(isLambdaRecord), next: typeof next === 'string' ? next : undefined };
    },
  };
}

type Answer = Readonly<Record<string, unknown>>;

/** An iterator lives for 15 minutes, a record for 24 hours. */
const TOO_OLD = /ExpiredIterator|TrimmedDataAccess/;

function failure(operation: string, status: number, answer: unknown): AppError {
  const text = `${operation} answered HTTP ${status} ${JSON.stringify(answer)}`;
  return new AppError(TOO_OLD.test(text) ? 'not-found' : 'failed', text);
}

function isObject(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null;
}

function objects(value: unknown): Answer[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isShard(value: Answer): value is Answer & Shard {
  return (
    typeof value.ShardId === 'string' && (value.ParentShardId === undefined || typeof value.ParentShardId === 'string')
  );
}

function isLambdaRecord(value: Answer): value is LambdaRecord {
  return isObject(value.dynamodb) && typeof value.dynamodb.SequenceNumber === 'string';
}
