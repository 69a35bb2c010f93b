import { createHash } from 'node:crypto';
import type { StreamView } from '../tables/table-definition';
import type { Attributes } from '../values/attribute-value';
import { attributesBytes } from '../values/value-size';

/** One change of one item. */
export interface StreamRecord {
  readonly sequence: number;
  /** Ms since the epoch. */
  readonly at: number;
  readonly keys: Attributes;
  /** Absent where there was none. */
  readonly before?: Attributes;
  readonly after?: Attributes;
  /** Set when the item ended by its time to live. */
  readonly expired?: true;
}

/** Digits of a sequence number; AWS has no fewer. */
const SEQUENCE_DIGITS = 21;
/** The region of everything in this store. */
export const REGION = 'embedded';

/** A sequence number as it is written: all of one length, so that text order is their order. */
export function sequenceText(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

/** The number in a text of {@link sequenceText}; undefined for any other text. */
export function sequenceOf(text: string): number | undefined {
  return /^\d{21,40}$/.test(text) ? Number(text) : undefined;
}

/** The record as GetRecords answers it, and as Lambda hands it on. */
export function recordAnswer(arn: string, view: StreamView, record: StreamRecord): Readonly<Record<string, unknown>> {
  const { before, after } = record;
  const NewImage = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const OldImage = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  return {
    eventID: createHash('md5').update(`${arn} ${record.sequence}`).digest('hex'),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(record.at / 1000),
      Keys: record.keys,
      ...(NewImage === undefined ? {} : { NewImage }),
      ...(OldImage === undefined ? {} : { OldImage }),
      SequenceNumber: sequenceText(record.sequence),
      SizeBytes: recordBytes(record.keys, NewImage, OldImage),
      StreamViewType: view,
    },
    ...(record.expired === true ? { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } } : {}),
  };
}

/** Bytes of the parts of a record that are shown. */
export function recordBytes(...parts: readonly (Attributes | undefined)[]): number {
  return parts.reduce((sum, part) => sum + (part === undefined ? 0 : attributesBytes(part)), 0);
}
