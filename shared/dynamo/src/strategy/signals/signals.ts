import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mapBounded } from '../../pacing/bounded';
import {
  FENCE,
  itemKey,
  itemsUnder,
  nameOf,
  readItem,
  SIGNAL_PREFIX,
  signalItem,
  signalPrefix,
  type StrategyTable,
} from '../items';
import { type Signal, signalOf } from './signal-item';

/** The signals recorded for a session. */
export async function signalsOf(table: StrategyTable, portfolio: string, session: string): Promise<Signal[]> {
  const items = await itemsUnder(table, portfolio, signalPrefix(session));
  return items.map((item) => signalOf(session, item));
}

/**
 * Those of the signals under `items` that nobody has been told of; where none are named, of all signals. What stands under their
 * prefix and is no signal is passed by.
 */
export async function pendingSignals(
  table: StrategyTable,
  portfolio: string,
  items: readonly string[] | 'all',
): Promise<Signal[]> {
  const found =
    items === 'all'
      ? await itemsUnder(table, portfolio, SIGNAL_PREFIX)
      : (await mapBounded(items, 4, (item) => readItem(table, portfolio, item))).filter((item) => item !== undefined);
  return found
    .filter((item) => item['announced']?.BOOL === false && item['content'] !== undefined)
    .map((item) => signalOf(nameOf(item).slice(SIGNAL_PREFIX.length).split('#')[0] ?? '', item))
    .sort((a, b) => (a.session < b.session ? -1 : 1));
}

/** Notes that the subscribers have been told of a signal, on the signal and then on the fence. */
export async function markAnnounced(
  { client, table }: StrategyTable,
  portfolio: string,
  { session, version }: Pick<Signal, 'session' | 'version'>,
): Promise<void> {
  const item = signalItem(session, version);
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, item),
      UpdateExpression: 'SET announced = :yes',
      ConditionExpression: 'attribute_exists(portfolio)',
      ExpressionAttributeValues: { ':yes': { BOOL: true } },
    }),
  );
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: 'DELETE unannounced :item',
      ExpressionAttributeValues: { ':item': { SS: [item] } },
    }),
  );
}
