import type { DynamoDBRecord } from 'aws-lambda';

/** True when any record is about one of `symbols`, or does not say what it is about. */
export function concerns(records: readonly DynamoDBRecord[], symbols: readonly string[]): boolean {
  const known = new Set(symbols);
  return records.some((record) => {
    const ticker = record.dynamodb?.Keys?.['ticker']?.S;
    return ticker === undefined || known.has(ticker);
  });
}
