import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item';

/** The items of all pages of a query, or of as many as give `enough` of them. */
export async function queryAll(client: DynamoDBClient, input: QueryCommandInput, enough = Infinity): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({ ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length < enough);
  return items.length > enough ? items.slice(0, enough) : items;
}
