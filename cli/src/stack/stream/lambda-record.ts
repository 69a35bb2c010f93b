import type { _Record as StreamRecord } from '@aws-sdk/client-dynamodb-streams';
import type { Yaml, YamlMap } from '../service-file';

/** A stream record in the shape in which Lambda hands it to a function. */
export interface LambdaRecord extends YamlMap {
  readonly dynamodb: YamlMap & { readonly SequenceNumber: string };
}

/** Turns what GetRecords gives (dates, bytes) into what a function gets (seconds, base64). */
export function lambdaRecord(record: StreamRecord, streamArn: string): LambdaRecord {
  const { dynamodb = {} } = record;
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: record.awsRegion,
    eventSourceARN: streamArn,
    dynamodb: {
      ...asMapOfPlain(dynamodb),
      SequenceNumber: dynamodb.SequenceNumber ?? '',
    },
  };
}

function asMapOfPlain(value: object): YamlMap {
  return Object.fromEntries(Object.entries(value).map(([key, inner]: [string, unknown]) => [key, plain(inner)]));
}

function plain(value: unknown): Yaml {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return asMapOfPlain(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
