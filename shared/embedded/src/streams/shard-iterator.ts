import { invalid, StoreError } from '../errors';
import { LIMITS } from '../limits';

/** A place in a shard. */
export interface ShardPlace {
  readonly arn: string;
  readonly shardId: string;
  /** Sequence number of the first record to read. */
  readonly from: number;
}

/** A place as the text that GetShardIterator answers; `now` in ms since the epoch. */
export function iteratorText({ arn, shardId, from }: ShardPlace, now: number): string {
  return `${arn}|001|${Buffer.from(`${shardId}|${from}|${now}`).toString('base64')}`;
}

/**
 * The place that an iterator means.
 * @throws StoreError `ValidationException` for a text that is none, `ExpiredIteratorException` for one older than 15 minutes
 */
export function placeOf(text: string, now: number): ShardPlace {
  const [arn = '', version, encoded = '', ...more] = text.split('|');
  const [shardId = '', from = '', at = ''] = Buffer.from(encoded, 'base64').toString().split('|');
  if (version !== '001' || more.length > 0 || !/^\d+$/.test(from) || !/^\d+$/.test(at)) {
    throw invalid('Invalid ShardIterator');
  }
  if (now - Number(at) > LIMITS.shardIteratorLife) {
    throw new StoreError(
      'ExpiredIteratorException',
      'Iterator expired. The iterator was created more than 15 minutes ago; ask for a new one.',
    );
  }
  return { arn, shardId, from: Number(from) };
}
