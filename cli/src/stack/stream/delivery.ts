import { isAppError, messageOf } from '@evenkeel/domain';
import type { EventSource } from './event-source';

/** A record as Lambda hands it over, as far as delivery looks into it. */
export interface DeliverableRecord {
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime?: unknown;
  };
}

/** Records that were given up. */
export interface FailedBatch {
  readonly functionName: string;
  readonly firstSequenceNumber: string;
  readonly lastSequenceNumber: string;
  readonly records: number;
  /** How often the function was called with them. */
  readonly attempts: number;
  readonly reason: string;
  /** As Lambda calls it. */
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  /** Whether the last call ended in an error rather than in an answer that names failed records. */
  readonly threw: boolean;
  /** When the first and the last record were made, in ms since the epoch. */
  readonly arrivals: readonly [number | undefined, number | undefined];
}

/** What delivery needs from outside. */
export interface DeliveryPorts<R extends DeliverableRecord> {
  /**
   * Calls the function with `records`; answers its parsed result. Rejects when the function threw, and with an AppError `busy` when
   * it could not be called at all.
   */
  invoke(records: readonly R[]): Promise<unknown>;
  onFailure(batch: FailedBatch): void;
  /** Waits before attempt `n` (1 is the first retry). */
  pause(attempt: number): Promise<void>;
  /** True once the stack is coming down: nothing more is tried. */
  stopping(): boolean;
  /** Ms since the epoch, for the age of records; without it none is too old. */
  now?(): number;
}

type Settings = Pick<EventSource, 'functionName' | 'bisectOnError' | 'retries' | 'reportsFailures'> &
  Partial<Pick<EventSource, 'maxAgeMs'>>;

interface Waiting<R> {
  readonly records: readonly R[];
  /** Calls that count against the retries. */
  readonly attempts: number;
  readonly calls: number;
  /** Of the last call. */
  readonly failure?: Failure;
}

interface Failure {
  readonly reason: string;
  readonly threw: boolean;
}

/**
 * Delivers one batch as a Lambda event source does: in order; retried from the lowest record that failed; cut where the function
 * says, or in halves when nothing has got through, which costs no retry; given up after `retries` further attempts, or where it has
 * grown too old, so that healthy records behind it go on.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function deliver<R extends DeliverableRecord>(
  records: readonly R[],
  settings: Settings,
  ports: DeliveryPorts<R>,
): Promise<void> {
  // Batches still to deliver, next one last.
  const waiting: Waiting<R>[] = [{ records, attempts: 0, calls: 0 }];
  for (let batch = waiting.pop(); batch !== undefined && !ports.stopping(); batch = waiting.pop()) {
    const young = withoutOld(batch, settings, ports);
    if (young.records.length > 0) waiting.push(...(await attempt(young, settings, ports)).toReversed());
  }
}

/** Gives up what has grown too old: records are in the order in which they were made. */
function withoutOld<R extends DeliverableRecord>(
  batch: Waiting<R>,
  settings: Settings,
  ports: DeliveryPorts<R>,
): Waiting<R> {
  const { maxAgeMs = Number.POSITIVE_INFINITY } = settings;
  const oldest = (ports.now?.() ?? 0) - maxAgeMs;
  const firstYoung = batch.records.findIndex((record) => !((arrivalOf(record) ?? Number.POSITIVE_INFINITY) < oldest));
  const old = firstYoung === -1 ? batch.records : batch.records.slice(0, firstYoung);
  if (old.length === 0) return batch;
  const age = `older than ${Math.round(maxAgeMs / 1000)} s`;
  const reason = batch.failure === undefined ? age : `${age}; ${batch.failure.reason}`;
  const threw = batch.failure?.threw ?? false;
  ports.onFailure(failedBatch({ ...batch, records: old }, settings, { reason, threw }, 'RecordAgeExceeded'));
  return { ...batch, records: batch.records.slice(old.length) };
}

/** Calls the function once; answers what is to be delivered next, in order. */
async function attempt<R extends DeliverableRecord>(
  batch: Waiting<R>,
  settings: Settings,
  ports: DeliveryPorts<R>,
): Promise<Waiting<R>[]> {
  const { records } = batch;
  const outcome = await call(records, settings, ports);
  if (outcome === 'delivered') return [];
  const { failed, failure } = outcome;
  const calls = batch.calls + 1;
  if (outcome.unreached) {
    // No retry is spent on a function that was never called.
    await ports.pause(batch.attempts + 1);
    return [{ ...batch, failure }];
  }
  if (settings.bisectOnError && failed > 0) {
    return [{ records: records.slice(failed), attempts: batch.attempts, calls, failure }];
  }
  if (settings.bisectOnError && records.length > 1) {
    const half = Math.ceil(records.length / 2);
    return [records.slice(0, half), records.slice(half)].map((part) => ({ ...batch, records: part, calls, failure }));
  }
  const attempts = batch.attempts + 1;
  const rest = { records: records.slice(failed), attempts, calls, failure };
  if (attempts > settings.retries) {
    ports.onFailure(failedBatch(rest, settings, failure, 'RetryAttemptsExhausted'));
    return [];
  }
  await ports.pause(attempts);
  return [rest];
}

/** Where a batch has failed: the place of the lowest record that the function named, 0 where all of it counts as failed. */
interface Failed {
  readonly failed: number;
  readonly failure: Failure;
  readonly unreached: boolean;
}

async function call<R extends DeliverableRecord>(
  records: readonly R[],
  settings: Settings,
  ports: DeliveryPorts<R>,
): Promise<'delivered' | Failed> {
  let result: unknown;
  try {
    result = await ports.invoke(records);
  } catch (error) {
    return { failed: 0, failure: { reason: messageOf(error), threw: true }, unreached: isAppError(error, 'busy') };
  }
  const named = settings.reportsFailures ? failedIdentifiers(result) : [];
  if (named.length === 0) return 'delivered';
  const places = named.map((id) => records.findIndex((record) => record.dynamodb.SequenceNumber === id));
  // An empty, missing or unknown identifier makes a failure of the whole batch.
  const failed = Math.max(0, Math.min(...places));
  const reason = `the function reported ${named.length} failed record(s)`;
  return { failed, failure: { reason, threw: false }, unreached: false };
}

function failedIdentifiers(result: unknown): unknown[] {
  if (typeof result !== 'object' || result === null || !('batchItemFailures' in result)) return [];
  const failures: unknown = result.batchItemFailures;
  if (failures === null || failures === undefined) return [];
  if (!Array.isArray(failures)) return [undefined];
  return failures.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'itemIdentifier' in each ? each.itemIdentifier : undefined,
  );
}

function failedBatch<R extends DeliverableRecord>(
  { records, calls }: Waiting<R>,
  { functionName }: Settings,
  { reason, threw }: Failure,
  condition: FailedBatch['condition'],
): FailedBatch {
  const [first, last] = [records[0], records.at(-1)];
  return {
    functionName,
    firstSequenceNumber: first?.dynamodb.SequenceNumber ?? '',
    lastSequenceNumber: last?.dynamodb.SequenceNumber ?? '',
    records: records.length,
    attempts: calls,
    reason,
    condition,
    threw,
    arrivals: [first && arrivalOf(first), last && arrivalOf(last)],
  };
}

function arrivalOf({ dynamodb: { ApproximateCreationDateTime: seconds } }: DeliverableRecord): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}
