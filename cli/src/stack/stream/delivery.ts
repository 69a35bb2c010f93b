import { messageOf } from '@evenkeel/domain';
import type { EventSource } from './event-source';

/** A record as Lambda hands it over, as far as delivery looks into it. */
export interface DeliverableRecord {
  readonly dynamodb: { readonly SequenceNumber: string };
}

/** Records that were given up, with what is needed to replay them. */
export interface FailedBatch {
  readonly functionName: string;
  readonly firstSequenceNumber: string;
  readonly lastSequenceNumber: string;
  readonly records: number;
  readonly attempts: number;
  readonly reason: string;
}

/** What delivery needs from outside. */
export interface DeliveryPorts<R extends DeliverableRecord> {
  /** Calls the function with `records`; answers its parsed result. Rejects when the function threw. */
  invoke(records: readonly R[]): Promise<unknown>;
  onFailure(batch: FailedBatch): void;
  /** Waits before attempt `n` (1 is the first retry). */
  pause(attempt: number): Promise<void>;
  /** True once the stack is coming down: nothing more is tried. */
  stopping(): boolean;
}

type Settings = Pick<EventSource, 'functionName' | 'bisectOnError' | 'retries' | 'reportsFailures'>;

/**
 * Delivers one batch as a Lambda event source does: in order, retried from the lowest record that
 * failed, cut in halves when the function throws (which costs no retry), and given up after
 * `retries` further attempts so that healthy records behind it go on.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function deliver<R extends DeliverableRecord>(
  records: readonly R[],
  settings: Settings,
  ports: DeliveryPorts<R>,
): Promise<void> {
  // Batches still to deliver, next one last.
  const waiting: { records: readonly R[]; attempts: number }[] = [{ records, attempts: 0 }];
  for (let batch = waiting.pop(); batch !== undefined && !ports.stopping(); batch = waiting.pop()) {
    if (batch.records.length === 0) continue;
    const outcome = await attempt(batch.records, settings, ports);
    if (outcome.rest.length === 0) continue;
    const half = Math.ceil(outcome.rest.length / 2);
    if (settings.bisectOnError && outcome.rest.length > 1) {
      waiting.push({ records: outcome.rest.slice(half), attempts: batch.attempts });
      waiting.push({ records: outcome.rest.slice(0, half), attempts: batch.attempts });
      continue;
    }
    const attempts = batch.attempts + 1;
    if (attempts > settings.retries) {
      ports.onFailure(failedBatch(outcome.rest, attempts, outcome.reason, settings));
      continue;
    }
    await ports.pause(attempts);
    waiting.push({ records: outcome.rest, attempts });
  }
}

/** Delivers once; `rest` starts at the lowest record that failed. */
async function attempt<R extends DeliverableRecord>(
  records: readonly R[],
  settings: Settings,
  ports: DeliveryPorts<R>,
): Promise<{ rest: readonly R[]; reason: string }> {
  let result: unknown;
  try {
    result = await ports.invoke(records);
  } catch (error) {
    return { rest: records, reason: messageOf(error) };
  }
  const failed = settings.reportsFailures ? failedIdentifiers(result) : [];
  if (failed.length === 0) return { rest: [], reason: '' };
  const first = records.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber));
  // A report that names no record of the batch counts for all of it.
  return { rest: records.slice(Math.max(0, first)), reason: `the function reported ${failed.length} failed record(s)` };
}

function failedIdentifiers(result: unknown): unknown[] {
  if (typeof result !== 'object' || result === null || !('batchItemFailures' in result)) return [];
  const failures: unknown = result.batchItemFailures;
  if (!Array.isArray(failures)) return [];
  return failures.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'itemIdentifier' in each ? each.itemIdentifier : undefined,
  );
}

function failedBatch(
  records: readonly DeliverableRecord[],
  attempts: number,
  reason: string,
  settings: Settings,
): FailedBatch {
  return {
    functionName: settings.functionName,
    firstSequenceNumber: records[0]?.dynamodb.SequenceNumber ?? '',
    lastSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber ?? '',
    records: records.length,
    attempts,
    reason,
  };
}
