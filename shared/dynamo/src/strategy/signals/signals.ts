import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { itemKey, itemsUnder, signalItem, signalPrefix, type StrategyTable } from '../items';
import { type Signal, signalOf } from './signal-item';

/** The signals recorded for a session. */
export async function signalsOf(table: StrategyTable, portfolio: string, session: string): Promise<Signal[]> {
  const items = await itemsUnder(table, portfolio, signalPrefix(session));
  return items.map((item) => signalOf(session, item));
}

/** Notes that the subscribers have been told of a signal. */
export async function markAnnounced(
  { client, table }: StrategyTable,
  portfolio: string,
  { session, version }: Pick<Signal, 'session' | 'version'>,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, signalItem(session, version)),
      UpdateExpression: 'SET announced = :yes',
      ConditionExpression: 'attribute_exists(portfolio)',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );
}
