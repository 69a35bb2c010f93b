import { type DynamoDBClient, GetItemCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { AppError, messageOf } from '@evenkeel/domain';
import type { SignalKind } from '@evenkeel/domain/portfolio';
import type { Item } from '../requests/item';
import { fromAttribute, type Json } from '../requests/json-values';
import { queryAll, queryPages } from '../requests/query';
import { unpacked } from './packed';

/** Partition whose items name the portfolios that have a view. */
export const INDEX_PARTITION = '#portfolios';

/** The item that numbers the recomputations of a portfolio. */
export const FENCE = 'fence';
/** Prefix of all items of views. */
export const VIEW_PREFIX = 'view#';
/** The head of a portfolio's view. */
export const VIEW_HEAD = `${VIEW_PREFIX}latest`;

/** Prefix of all items that a part of a view has had, e.g. of `equity#2024`, or of all whose names begin so, e.g. of `equity`. */
export const partPrefix = (name: string): string => `${VIEW_PREFIX}${name}#`;
/** Item of a part as the publication with the number `version` has written it; no other publication ever writes it. */
export const partItem = (name: string, version: number): string => `${partPrefix(name)}${version}`;

/** How items and addresses name a pair: `QQQ-SQQQ`. */
export const pairName = ({ base, inverse }: { readonly base: string; readonly inverse: string }): string =>
  `${base}-${inverse}`;
/** Name of the part with the analysis of the pair of that name. */
export const analysisPart = (pair: string): string => `analysis#${pair}`;

/** Prefix of the settled months of prices. */
export const CHECKPOINT_PREFIX = 'checkpoint#';
/** Item of the month that ends with the session `date`. */
export const checkpointItem = (date: string): string => `${CHECKPOINT_PREFIX}${date}`;

/** Prefix of all signals. */
export const SIGNAL_PREFIX = 'signal#';
/** Prefix of the signals of a session. */
export const signalPrefix = (session: string): string => `${SIGNAL_PREFIX}${session}#`;
/** Item of a session's signal; `version` is the number of the publication that gave it. The kind of a rebalance is left out. */
export const signalItem = (session: string, version: number, kind: SignalKind = 'rebalance'): string =>
  `${signalPrefix(session)}${version}${kind === 'rebalance' ? '' : `#${kind}`}`;

/** Where a Strategy table is. */
export interface StrategyTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Key of one item of the Strategy table. */
export function itemKey(portfolio: string, item: string): Item {
  return { portfolio: { S: portfolio }, item: { S: item } };
}

/** The name of an item; what kind it is stands in its prefix. */
export function nameOf(item: Item): string {
  return item['item']?.S ?? '';
}

/**
 * What an item of a view or a signal holds.
 * @throws AppError `bad-data` naming the item when it holds nothing, or what is no JSON
 */
export function contentOf(item: Item): Json {
  const content = item['content'];
  if (content === undefined) throw unreadable(item, 'it has no content');
  if (content.B === undefined) return fromAttribute(content);
  try {
    return unpacked(content.B);
  } catch (error) {
    throw unreadable(item, messageOf(error), error);
  }
}

/** The error for an item that does not hold what it should. */
export function unreadable(item: Item, why: string, cause?: unknown): AppError {
  const portfolio = item['portfolio']?.S ?? '?';
  return new AppError(
    'bad-data',
    `Strategy item ${portfolio} ${nameOf(item)} cannot be read: ${why.replace(/\s+/g, ' ')}; ${REMEDY}`,
    { portfolio, item: nameOf(item) },
    { cause },
  );
}

/** What to do about a view that is not as it was written. */
export const REMEDY = 'invoke the function "rebuild" of the strategy service';

/** One item, read consistently. */
export async function readItem({ client, table }: StrategyTable, portfolio: string, item: string) {
  const key = itemKey(portfolio, item);
  return (await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
}

/** The items of a portfolio whose names begin with `prefix`, read consistently, in the order of their names. */
export function itemsUnder({ client, table }: StrategyTable, portfolio: string, prefix: string): Promise<Item[]> {
  return queryAll(client, underPrefix(table, portfolio, prefix));
}

/** {@link itemsUnder}, a page at a time: whoever keeps none holds about 1 MB. */
export function pagesUnder(
  { client, table }: StrategyTable,
  portfolio: string,
  prefix: string,
): AsyncGenerator<Item[]> {
  return queryPages(client, underPrefix(table, portfolio, prefix));
}

/**
 * The items whose names begin with `prefix` and then a session of a range, both ends inclusive, read consistently, the newest first, a
 * page at a time.
 * @param limit items of a page, at most; as many as a page has where absent
 */
export function newestPages(
  { client, table }: StrategyTable,
  portfolio: string,
  prefix: string,
  { from, to, limit = Infinity }: { readonly from: string; readonly to: string; readonly limit?: number | undefined },
): AsyncGenerator<Item[]> {
  return queryPages(client, {
    TableName: table,
    ConsistentRead: true,
    ScanIndexForward: false,
    KeyConditionExpression: '#portfolio = :portfolio AND #item BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#portfolio': 'portfolio', '#item': 'item' },
    ExpressionAttributeValues: {
      ':portfolio': { S: portfolio },
      ':from': { S: `${prefix}${from}` },
      // After every name that begins with the session.
      ':to': { S: `${prefix}${to}~` },
    },
    ...(limit === Infinity ? {} : { Limit: limit }),
  });
}

function underPrefix(table: string, portfolio: string, prefix: string): QueryCommandInput {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: '#portfolio = :portfolio AND begins_with(#item, :prefix)',
    ExpressionAttributeNames: { '#portfolio': 'portfolio', '#item': 'item' },
    ExpressionAttributeValues: { ':portfolio': { S: portfolio }, ':prefix': { S: prefix } },
  };
}
