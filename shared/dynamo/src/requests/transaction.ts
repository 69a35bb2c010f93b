import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@evenkeel/domain';

/** How a transaction is sent; the pause is a seam for tests. */
export interface TransactionOptions {
  /** What is written, for errors, e.g. `the view`. */
  readonly what: string;
  readonly sleep?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** Times a transaction is sent, the first included; the pauses between them add up to five seconds on average. */
const ATTEMPTS = 8;

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
  const pause = options.sleep ?? sleep;
  // One token for all attempts: an attempt whose acknowledgement was lost is not applied twice.
  const command = new TransactWriteItemsCommand({ TransactItems: [...actions], ClientRequestToken: randomUUID() });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return 'written';
    } catch (error) {
      const reasons = reasonsOf(error);
      if (!reasons) throw error;
      if (reasons.includes('ConditionalCheckFailed')) return 'refused';
      if (!reasons.every((reason) => PASSING.has(reason)) || attempt === ATTEMPTS) {
        const told = reasons.filter((reason) => reason !== 'None').join(', ') || 'no reason given';
        throw new AppError(
          'failed',
          `${options.what} could not be written: ${told}; try again`,
          { attempts: attempt },
          { cause: error },
        );
      }
      await pause(Math.random() * 40 * 2 ** attempt);
    }
  }
}

function reasonsOf(error: unknown): string[] | undefined {
  if (error instanceof TransactionCanceledException) {
    return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  }
  if (error instanceof Error && error.name === 'TransactionInProgressException') return ['TransactionConflict'];
  return undefined;
}
