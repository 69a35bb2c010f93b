import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Machine } from '../../pacing/machine';
import { transact } from '../../requests/transaction';
import { FENCE, itemKey, signalItem, type StrategyTable, VIEW_HEAD } from '../items';
import { type NewSignal, signalWrite } from './signal-item';

/** That a session is late, and what is told of it. */
export interface LateSession {
  readonly portfolio: string;
  /** Number of the publication of the head that says so; 0 where there is none. */
  readonly version: number;
  readonly signal: NewSignal;
}

/**
 * Records that a session is late, once, while the head is the one that it was judged by. The fence keeps the session, so that the
 * publication that completes it can tell of that.
 * @returns `refused` where the head is another one by now, or the session, or one after it, has been called late already
 */
export function recordLate(
  { client, table }: StrategyTable,
  { portfolio, version, signal }: LateSession,
  machine: Machine,
): Promise<'written' | 'refused'> {
  const actions: TransactWriteItem[] = [
    {
      Update: {
        TableName: table,
        Key: itemKey(portfolio, FENCE),
        UpdateExpression: 'SET late = :session ADD unannounced :signals',
        ConditionExpression: 'attribute_not_exists(late) OR late < :session',
        ExpressionAttributeValues: {
          ':session': { S: signal.session },
          ':signals': { SS: [signalItem(signal.session, version, signal.kind)] },
        },
      },
    },
    {
      ConditionCheck: {
        TableName: table,
        Key: itemKey(portfolio, VIEW_HEAD),
        ...(version === 0
          ? { ConditionExpression: 'attribute_not_exists(portfolio)' }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': { N: String(version) } },
            }),
      },
    },
    signalWrite(table, portfolio, signal, version),
  ];
  return transact(client, actions, { what: `the late session of ${portfolio}`, machine });
}
