import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { AppError } from '@evenkeel/domain';
import { type Machine, THIS_MACHINE } from '../pacing/machine';
import { retrying, type RetryPolicy } from '../pacing/retry';

/** How a transaction is sent. */
export interface TransactionOptions {
  /** What is written, for errors, e.g. `the view`. */
  readonly what: string;
  readonly machine?: Machine | undefined;
}

/** The pauses add up to some five seconds. */
const POLICY: RetryPolicy = { attempts: 8, firstMs: 60, longestMs: 5_000 };

/** Cancellation codes of actions that may go through a moment later, or were never the reason (API reference, TransactWriteItems). */
const PASSING = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/**
 * Sends one transaction, again while it is throttled or others are in its way.
 * @returns `refused` when a condition in it does not hold; nothing has been written then
 * @throws AppError `failed` when it was throttled or in conflict for too long, or can never go through
 */
export async function transact(
  client: Pick<DynamoDBClient, 'send'>,
  actions: readonly TransactWriteItem[],
  options: TransactionOptions,
): Promise<'written' | 'refused'> {
  const machine = options.machine ?? THIS_MACHINE;
  // One token for all attempts: an attempt whose acknowledgement was lost is not applied twice.
  const command = new TransactWriteItemsCommand({ TransactItems: [...actions], ClientRequestToken: machine.uuid() });
  const passing = (error: Error): boolean => reasonsOf(error)?.every((reason) => PASSING.has(reason)) === true;
  try {
    await retrying(() => client.send(command), { ...POLICY, passing, machine });
    return 'written';
  } catch (error) {
    const reasons = reasonsOf(error);
    if (!reasons) throw error;
    if (reasons.includes('ConditionalCheckFailed')) return 'refused';
    const told = reasons.filter((reason) => reason !== 'None').join(', ') || 'no reason given';
    throw new AppError('failed', `${options.what} could not be written: ${told}; try again`, {}, { cause: error });
  }
}

function reasonsOf(error: unknown): string[] | undefined {
  if (error instanceof TransactionCanceledException) {
    return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  }
  if (error instanceof Error && error.name === 'TransactionInProgressException') return ['TransactionConflict'];
  return undefined;
}
