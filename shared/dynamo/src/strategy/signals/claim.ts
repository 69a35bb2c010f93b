import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { itemKey, signalItem, type StrategyTable } from '../items';
import type { Signal } from './signal-item';

/** Who wants to send a signal, and for how long nobody else shall; instants in ms since the epoch. */
export interface Claim {
  /** Unlike that of anybody else. */
  readonly token: string;
  readonly now: number;
  readonly until: number;
}

/** `taken`: it is the claimer's to send. `held`: somebody else is at it. `done`: it needs no sending any more. */
export type Claimed = 'taken' | 'held' | 'done';

/** Claims a signal for its sending, unless somebody else has, whose claim still holds. */
export async function claimSignal(
  { client, table }: StrategyTable,
  portfolio: string,
  signal: Signal,
  { token, now, until }: Claim,
): Promise<Claimed> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(portfolio, signalItem(signal.session, signal.version, signal.kind)),
        UpdateExpression: 'SET claim = :token, claimedUntil = :until',
        ConditionExpression:
          'announced = :no AND attribute_not_exists(undeliverable) AND (attribute_not_exists(claim) OR claim = :token OR claimedUntil < :now)',
        ExpressionAttributeValues: {
          ':token': { S: token },
          ':until': { N: String(until) },
          ':now': { N: String(now) },
          ':no': { BOOL: false },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return 'taken';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { announced, undeliverable } = error.Item ?? {};
    return announced?.BOOL === false && undeliverable === undefined ? 'held' : 'done';
  }
}

/** Gives a claim back whose signal could not be sent, so that nobody has to wait for its end. */
export async function releaseSignal(
  { client, table }: StrategyTable,
  portfolio: string,
  signal: Signal,
  token: string,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(portfolio, signalItem(signal.session, signal.version, signal.kind)),
        UpdateExpression: 'REMOVE claim, claimedUntil',
        ConditionExpression: 'claim = :token',
        ExpressionAttributeValues: { ':token': { S: token } },
      }),
    );
  } catch (error) {
    // Somebody else has claimed it since.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
