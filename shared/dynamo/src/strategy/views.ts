import { GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@evenkeel/domain';
import { fromAttribute } from '../requests/json-values';
import type { Json } from '../requests/json-values';
import { latestContent } from './view/content';
import type { LatestView } from './view/content';
import { INDEX_PARTITION, itemKey, publicationOf } from './view/publication';
import type { StoredItem, StrategyView } from './view/publication';
import { transact } from '../requests/transaction';

/** What became of a view. `superseded`: a later recomputation has taken its number, nothing was written. */
export type Publication = 'published' | 'unchanged' | 'superseded';

/** Read side of the Strategy table: all that the query service needs. */
export interface StrategyReader {
  /** The newest view's head, or `undefined` while there is none. */
  latest(portfolio: string): Promise<LatestView | undefined>;
  /**
   * The head and those of its items whose name is `name` or begins with `name#`, all of one version.
   * @throws AppError `conflict` when the view kept changing while it was read
   */
  parts(portfolio: string, name: string): Promise<{ latest: LatestView; parts: ReadonlyMap<string, Json> } | undefined>;
  /** Names of the portfolios that have a view, sorted. */
  portfolios(): Promise<string[]>;
}

/** Both sides: all that the strategy service needs. */
export interface StrategyViews extends StrategyReader {
  /** Takes the next fencing number; to be called before anything is read. */
  takeFence(portfolio: string): Promise<number>;
  /** The number behind the last view that was published or found unchanged; 0 while there is none. */
  publishedFence(portfolio: string): Promise<number>;
  /** Writes what differs from the stored view, only while no number after `fence` has been taken. */
  publish(portfolio: string, fence: number, view: StrategyView, now: Date): Promise<Publication>;
  /** The signal of a session that has been recorded with its view and not yet announced. */
  pendingSignal(portfolio: string, session: string): Promise<Json | undefined>;
  /** Notes that a signal went out. */
  markAnnounced(portfolio: string, session: string): Promise<void>;
}

const READ_ATTEMPTS = 6;

/**
 * The Strategy table. A view is one head (`latest`) and its parts; the head lists the SHA-256 of each
 * part, so a reader can tell that the parts it got belong to the head it got, and a writer writes only
 * the parts that changed.
 */
export function strategyViews(options: { readonly client: DynamoDBClient; readonly table: string }): StrategyViews {
  const { client, table } = options;

  async function head(portfolio: string): Promise<Head | undefined> {
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: table, Key: itemKey(portfolio, 'latest'), ConsistentRead: true }),
    );
    return item ? headOf(item) : undefined;
  }

  async function query(portfolio: string, more: Partial<QueryCommandInput>): Promise<Record<string, AttributeValue>[]> {
    const items: Record<string, AttributeValue>[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#portfolio = :portfolio',
          ...more,
          ExpressionAttributeNames: { '#portfolio': 'portfolio', ...more.ExpressionAttributeNames },
          ExpressionAttributeValues: { ':portfolio': { S: portfolio }, ...more.ExpressionAttributeValues },
          ExclusiveStartKey: start,
        }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return items;
  }

  return {
    async latest(portfolio) {
      return (await head(portfolio))?.view;
    },

    async parts(portfolio, name) {
      for (let attempt = 1; ; attempt += 1) {
        const found = await head(portfolio);
        if (!found) return undefined;
        const wanted = Object.entries(found.parts).filter(([part]) => part === name || part.startsWith(`${name}#`));
        const stored = await query(portfolio, {
          KeyConditionExpression: '#portfolio = :portfolio AND begins_with(#item, :name)',
          ExpressionAttributeNames: { '#item': 'item' },
          ExpressionAttributeValues: { ':name': { S: name } },
        });
        const byName = new Map(stored.map((item) => [item['item']?.S ?? '', item]));
        if (wanted.every(([part, hash]) => byName.get(part)?.['hash']?.S === hash)) {
          return { latest: found.view, parts: new Map(wanted.map(([part]) => [part, contentOf(byName.get(part))])) };
        }
        if (attempt === READ_ATTEMPTS) {
          throw new AppError('conflict', `the view of ${portfolio} is being replaced; ask again in a moment`, {
            portfolio,
          });
        }
        await sleep(50 * attempt);
      }
    },

    async portfolios() {
      const items = await query(INDEX_PARTITION, {});
      return items.flatMap((item) => item['item']?.S ?? []).sort();
    },

    async takeFence(portfolio) {
      const { Attributes: after } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: itemKey(portfolio, 'fence'),
          UpdateExpression: 'ADD taken :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(after?.['taken']?.N);
    },

    async publishedFence(portfolio) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: itemKey(portfolio, 'fence'), ConsistentRead: true }),
      );
      return Number(item?.['published']?.N ?? 0);
    },

    async publish(portfolio, fence, view, now) {
      const stored = await query(portfolio, {
        ProjectionExpression: '#item, #hash',
        ExpressionAttributeNames: { '#item': 'item', '#hash': 'hash' },
      });
      const plan = publicationOf({ table, portfolio, fence, view, now, stored: stored.map(storedItem) });
      for (const actions of plan.transactions) {
        if ((await transact(client, actions, { what: `the view of ${portfolio}` })) === 'refused') return 'superseded';
      }
      return plan.outcome;
    },

    async pendingSignal(portfolio, session) {
      const { Item: item } = await client.send(
        new GetItemCommand({ TableName: table, Key: itemKey(portfolio, `signal#${session}`), ConsistentRead: true }),
      );
      return item && item['announced']?.BOOL !== true ? contentOf(item) : undefined;
    },

    async markAnnounced(portfolio, session) {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: itemKey(portfolio, `signal#${session}`),
          UpdateExpression: 'SET announced = :yes',
          ConditionExpression: 'attribute_exists(portfolio)',
          ExpressionAttributeValues: { ':yes': { BOOL: true } },
        }),
      );
    },
  };
}

interface Head {
  readonly view: LatestView;
  /** SHA-256 of each part, by name. */
  readonly parts: Readonly<Record<string, string>>;
}

function headOf(item: Record<string, AttributeValue>): Head {
  const content = latestContent.parse(contentOf(item));
  const parts = Object.entries(item['parts']?.M ?? {}).map(([name, hash]) => [name, hash.S ?? ''] as const);
  const view = { ...content, version: Number(item['version']?.N), computedAt: item['computedAt']?.S ?? '' };
  return { view, parts: Object.fromEntries(parts) };
}

function contentOf(item: Record<string, AttributeValue> | undefined): Json {
  const content = item?.['content'];
  if (!content) throw new AppError('bad-data', 'an item of the Strategy table has no content');
  return fromAttribute(content);
}

function storedItem(item: Record<string, AttributeValue>): StoredItem {
  return { name: item['item']?.S ?? '', hash: item['hash']?.S };
}
