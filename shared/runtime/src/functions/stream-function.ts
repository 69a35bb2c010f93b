import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { logFailure } from '../log';
import { composed, type FunctionDefinition, type Handler } from './composed';

/** A batch of a stream, or whatever else a function may be invoked with. */
export type StreamEvent = { readonly Records?: (DynamoDBRecord | null)[] | null } | null;

/**
 * A function that a table's stream wakes. Its records fail or succeed as one: what was thrown is logged with their keys,
 * and answered with the lowest sequence number, from which on the stream delivers again. An event without records is
 * answered like an empty batch, since there is nothing to deliver again.
 */
export function streamFunction<Deps>({
  service,
  open,
  run,
}: FunctionDefinition<Deps, readonly DynamoDBRecord[], void>): Handler<StreamEvent, DynamoDBBatchResponse> {
  return composed<Deps, StreamEvent, DynamoDBBatchResponse>(
    {
      service,
      open,
      run: async (deps, event, invocation) => {
        if (!Array.isArray(event?.Records)) invocation.log.warn('was invoked with what is no batch of a stream');
        await run(deps, recordsOf(event), invocation);
        return { batchItemFailures: [] };
      },
    },
    (error, event, { log, metrics }) => {
      const records = recordsOf(event);
      logFailure(log, 'failed', error, { records: records.map((record) => record.dynamodb?.Keys) });
      metrics.count('Failures');
      return failedFrom(records);
    },
  );
}

function recordsOf(event: StreamEvent): readonly DynamoDBRecord[] {
  const records = event?.Records;
  return Array.isArray(records) ? records.filter((record) => record !== null) : [];
}

function failedFrom(records: readonly DynamoDBRecord[]): DynamoDBBatchResponse {
  const numbers = records.flatMap((record) => record.dynamodb?.SequenceNumber ?? []);
  // Sequence numbers are decimal text of up to 40 digits.
  const lowest = numbers.reduce<string | undefined>(
    (least, each) => (least === undefined || BigInt(each) < BigInt(least) ? each : least),
    undefined,
  );
  // An empty identifier fails a batch as a whole.
  return { batchItemFailures: [{ itemIdentifier: lowest ?? '' }] };
}
