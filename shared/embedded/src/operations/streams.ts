import { invalidParameter, notFound, StoreError } from '../errors';
import { LIMITS } from '../limits';
import type { Fields } from '../requests/fields';
import type { Database } from '../store/database';
import { iteratorText, placeOf } from '../streams/shard-iterator';
import type { Shard, Stream } from '../streams/stream';
import { recordAnswer, recordBytes, sequenceOf, sequenceText, type StreamRecord } from '../streams/stream-record';
import { keySchema } from './tables';

const MOST_ENTRIES = 100;
const ITERATOR_TYPES = ['AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'] as const;

export function listStreams(database: Database, fields: Fields): object {
  const limit = fields.count('Limit', { least: 1, most: MOST_ENTRIES }) ?? MOST_ENTRIES;
  const tableName = fields.text('TableName');
  const after = fields.text('ExclusiveStartStreamArn');
  const streams = readable(database).filter(
    ({ description }) => tableName === undefined || description.tableName === tableName,
  );
  const start = after === undefined ? 0 : streams.findIndex(({ description }) => description.arn === after) + 1;
  const page = streams.slice(start, start + limit);
  const last = streams.length > start + page.length ? page.at(-1)?.description.arn : undefined;
  return {
    Streams: page.map(({ description: { arn, tableName: TableName, label } }) => ({
      StreamArn: arn,
      TableName,
      StreamLabel: label,
    })),
    ...(last === undefined ? {} : { LastEvaluatedStreamArn: last }),
  };
}

export function describeStream(database: Database, fields: Fields): object {
  const stream = streamOf(database, fields.needText('StreamArn'));
  const limit = fields.count('Limit', { least: 1, most: MOST_ENTRIES }) ?? MOST_ENTRIES;
  const after = fields.text('ExclusiveStartShardId');
  const start = after === undefined ? 0 : stream.shards.findIndex(({ id }) => id === after) + 1;
  const page = stream.shards.slice(start, start + limit);
  const last = stream.shards.length > start + page.length ? page.at(-1)?.id : undefined;
  const { arn, label, view, createdAt, tableName, keys } = stream.description;
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: label,
      StreamStatus: stream.disabledAt === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: view,
      CreationRequestDateTime: createdAt / 1000,
      TableName: tableName,
      KeySchema: keySchema(keys),
      Shards: page.map(shardAnswer),
      ...(last === undefined ? {} : { LastEvaluatedShardId: last }),
    },
  };
}

export function getShardIterator(database: Database, fields: Fields): object {
  const arn = fields.needText('StreamArn');
  const stream = streamOf(database, arn);
  const shard = shardOf(stream, fields.needText('ShardId'));
  const type = fields.oneOf('ShardIteratorType', ITERATOR_TYPES);
  if (type === undefined) throw fields.missing('ShardIteratorType');
  const from = placeInShard(type, fields, shard, database.sequence);
  return { ShardIterator: iteratorText({ arn, shardId: shard.id, from }, database.now()) };
}

/** Reads records from a place on: up to 1,000 of them and up to a megabyte. */
export function getRecords(database: Database, fields: Fields): object {
  const now = database.now();
  const text = fields.needText('ShardIterator');
  const limit = fields.count('Limit', { least: 1, most: LIMITS.streamRecordsPage }) ?? LIMITS.streamRecordsPage;
  const { arn, shardId, from } = placeOf(text, now);
  const stream = streamOf(database, arn);
  const shard = shardOf(stream, shardId);
  if (from < shard.horizon) throw trimmed();
  const start = shard.records.findIndex(({ sequence }) => sequence >= from);
  const records = start === -1 ? [] : pageFrom(shard.records, start, limit);
  const next = (records.at(-1)?.sequence ?? from - 1) + 1;
  const more = shard.records.length > 0 && (shard.records.at(-1)?.sequence ?? 0) >= next;
  return {
    Records: records.map((record) => recordAnswer(arn, stream.description.view, record)),
    ...(shard.to !== undefined && !more ? {} : { NextShardIterator: iteratorText({ arn, shardId, from: next }, now) }),
  };
}

function placeInShard(type: (typeof ITERATOR_TYPES)[number], fields: Fields, shard: Shard, newest: number): number {
  const text = fields.text('SequenceNumber');
  if (type === 'TRIM_HORIZON' || type === 'LATEST') {
    if (text !== undefined) {
      throw invalidParameter('SequenceNumber should not be passed for this iterator type');
    }
    return type === 'LATEST' ? newest + 1 : shard.horizon;
  }
  const sequence = text === undefined ? undefined : sequenceOf(text);
  if (sequence === undefined || sequence > newest) throw invalidParameter('Invalid SequenceNumber');
  if (sequence < shard.horizon) throw trimmed();
  return type === 'AT_SEQUENCE_NUMBER' ? sequence : sequence + 1;
}

function pageFrom(records: readonly StreamRecord[], start: number, limit: number): StreamRecord[] {
  const page: StreamRecord[] = [];
  let bytes = 0;
  for (let index = start; index < records.length && page.length < limit; index += 1) {
    const record = records[index];
    if (record === undefined) break;
    bytes += recordBytes(record.keys, record.before, record.after);
    if (page.length > 0 && bytes > LIMITS.streamPageBytes) break;
    page.push(record);
  }
  return page;
}

/** Streams that are on, and those of the last day; what is too old in them is dropped first. */
function readable(database: Database): Stream[] {
  const now = database.now();
  for (const stream of database.streams) stream.dropOld(now);
  return database.streams.filter(
    ({ disabledAt }) => disabledAt === undefined || now - disabledAt < LIMITS.streamRecordLife,
  );
}

function streamOf(database: Database, arn: string): Stream {
  const stream = readable(database).find(({ description }) => description.arn === arn);
  if (stream === undefined) throw notFound(`Requested resource not found: Stream: ${arn} not found`);
  return stream;
}

function shardOf(stream: Stream, id: string): Shard {
  const shard = stream.shards.find((each) => each.id === id);
  if (shard === undefined) throw notFound('Shard does not exist');
  return shard;
}

function shardAnswer({ id, parentId, from, to }: Shard): object {
  return {
    ShardId: id,
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceText(from),
      ...(to === undefined ? {} : { EndingSequenceNumber: sequenceText(to) }),
    },
    ...(parentId === undefined ? {} : { ParentShardId: parentId }),
  };
}

function trimmed(): StoreError {
  return new StoreError(
    'TrimmedDataAccessException',
    'The requested sequence number is beyond the trim horizon: records are kept for 24 hours',
  );
}
