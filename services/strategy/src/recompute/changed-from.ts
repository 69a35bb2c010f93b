import { isSessionDate, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { DynamoDBRecord } from 'aws-lambda';

/** Before every session: all that was ever read may have changed. */
export const EVERYTHING = parseSessionDate('0001-01-01');

/**
 * The oldest session of the records that are about one of `symbols`; `undefined` where none is. A record that does not say what it
 * is about may be about anything. Ingestion puts the oldest bar of a bulk by a put of its own, after the bulk, so that the bulk
 * itself need not be among the records.
 */
export function changedFrom(records: readonly DynamoDBRecord[], symbols: readonly string[]): SessionDate | undefined {
  const known = new Set(symbols);
  let oldest: SessionDate | undefined;
  for (const { dynamodb } of records) {
    const ticker = dynamodb?.Keys?.['ticker']?.S;
    if (ticker !== undefined && !known.has(ticker)) continue;
    const session = sessionIn(dynamodb?.Keys?.['timestamp']?.S);
    if (oldest === undefined || session < oldest) oldest = session;
  }
  return oldest;
}

function sessionIn(text: string | undefined): SessionDate {
  return text !== undefined && isSessionDate(text) ? text : EVERYTHING;
}
