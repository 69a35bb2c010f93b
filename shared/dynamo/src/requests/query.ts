import { type DynamoDBClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item';

/** The pages of a query, each read when it is asked for: whoever keeps none holds one at a time. */
export async function* queryPages(client: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item[]> {
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({ ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** The items of all pages of a query, or of as many as give `enough` of them. */
export async function queryAll(client: DynamoDBClient, input: QueryCommandInput, enough = Infinity): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages(client, input)) {
    items.push(...page);
    if (items.length >= enough) break;
  }
  return items.length > enough ? items.slice(0, enough) : items;
}
