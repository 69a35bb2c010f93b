import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Machine } from '../pacing/machine';
import { queryAll } from '../requests/query';
import { transact } from '../requests/transaction';
import { FENCE, INDEX_PARTITION, itemKey, nameOf, type StrategyTable } from './items';

/** A portfolio that has a view. */
export interface ListedPortfolio {
  readonly name: string;
  /** ISO instant since which it is not computed any more; `null` while it is. */
  readonly retiredSince: string | null;
}

/** The portfolios that have a view, by name. */
export async function readListed({ client, table }: StrategyTable): Promise<ListedPortfolio[]> {
  const items = await queryAll(client, {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: '#portfolio = :index',
    ExpressionAttributeNames: { '#portfolio': 'portfolio' },
    ExpressionAttributeValues: { ':index': { S: INDEX_PARTITION } },
  });
  return items
    .map((item) => ({ name: nameOf(item), retiredSince: item[RETIRED]?.S ?? null }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The write that lists a portfolio among those that have a view and are computed. */
export function listing(table: string, portfolio: string): TransactWriteItem {
  return { Put: { TableName: table, Item: itemKey(INDEX_PARTITION, portfolio) } };
}

/**
 * Marks a portfolio as not computed any more, on the list and on its fence, so that whoever takes its next number knows that it comes
 * back. Its view stays. One that is marked, or has no view, is left as it is.
 * @throws AppError `failed` as {@link transact} does
 */
export async function retire(table: StrategyTable, portfolio: string, since: Date, machine: Machine): Promise<void> {
  const mark = {
    TableName: table.table,
    UpdateExpression: `SET ${RETIRED} = :since`,
    ExpressionAttributeValues: { ':since': { S: since.toISOString() } },
  };
  const listed = `attribute_exists(portfolio) AND attribute_not_exists(${RETIRED})`;
  const actions: TransactWriteItem[] = [
    { Update: { ...mark, Key: itemKey(INDEX_PARTITION, portfolio), ConditionExpression: listed } },
    { Update: { ...mark, Key: itemKey(portfolio, FENCE) } },
  ];
  await transact(table.client, actions, { what: `that ${portfolio} is retired`, machine });
}

/** The attribute that says since when, on the list and on the fence. */
export const RETIRED = 'retiredSince';
