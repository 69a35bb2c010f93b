import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';

/** True when any record is about one of `symbols`, or does not say what it is about. */
export function concerns(records: readonly DynamoDBRecord[], symbols: readonly string[]): boolean {
  const known = new Set(symbols);
  return records.some((record) => {
    const ticker = record.dynamodb?.Keys?.['ticker']?.S;
    return ticker === undefined || known.has(ticker);
  });
}

/** Nothing failed. */
export const BATCH_DONE: DynamoDBBatchResponse = { batchItemFailures: [] };

/**
 * The whole batch is to be delivered again: one recomputation stands for all of its records, so it
 * fails from the lowest sequence number on.
 */
export function batchFailed(records: readonly DynamoDBRecord[]): DynamoDBBatchResponse {
  const numbers = records.flatMap((record) => record.dynamodb?.SequenceNumber ?? []);
  // Sequence numbers are decimal text of up to 40 digits.
  const lowest = numbers.reduce<string | undefined>(
    (least, each) => (least === undefined || BigInt(each) < BigInt(least) ? each : least),
    undefined,
  );
  // An empty identifier fails a batch as a whole.
  return { batchItemFailures: [{ itemIdentifier: lowest ?? '' }] };
}
