import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { canonicalJson } from '@evenkeel/domain';
import { contentHash, toAttribute } from '../../requests/json-values';
import type { JsonObject } from '../../requests/json-values';
import type { LatestContent } from './content';

/** One whole view of a portfolio. */
export interface StrategyView {
  readonly latest: LatestContent;
  /** The other items by name, e.g. `equity#2024`, `trades#2024`, `report`. */
  readonly parts: ReadonlyMap<string, JsonObject>;
  /** A signal that goes with this view, announced once a session. */
  readonly signal?: { readonly session: string; readonly content: JsonObject } | undefined;
}

/** What a stored item of the portfolio says about itself. */
export interface StoredItem {
  readonly name: string;
  readonly hash: string | undefined;
}

/** Transactions that turn the stored view into the new one, to be sent in order; the last writes the head. */
export interface PublicationPlan {
  readonly outcome: 'published' | 'unchanged';
  readonly transactions: readonly (readonly TransactWriteItem[])[];
}

/** Partition whose items name the portfolios that have a view. */
export const INDEX_PARTITION = '#portfolios';

/** Below DynamoDB's 100 actions and 4 MB a transaction, with room for the head. */
const MOST_PARTS = 90;
const MOST_CHARACTERS = 2_500_000;

/** Key of one item of the Strategy table. */
export function itemKey(portfolio: string, item: string): Record<string, AttributeValue> {
  return { portfolio: { S: portfolio }, item: { S: item } };
}

/**
 * Plans the writes of a view, pure. Every transaction holds only while `fence` is the last number
 * taken. One transaction is the rule; a view too large for one is written parts first, and a reader
 * notices by the hashes that it is not whole yet.
 */
export function publicationOf(request: {
  readonly table: string;
  readonly portfolio: string;
  readonly fence: number;
  readonly view: StrategyView;
  readonly now: Date;
  readonly stored: readonly StoredItem[];
}): PublicationPlan {
  const { table, portfolio, fence, view, now } = request;
  const stored = new Map(request.stored.map((item) => [item.name, item.hash]));
  const put = (item: string, attributes: Record<string, AttributeValue>): TransactWriteItem => ({
    Put: { TableName: table, Item: { ...itemKey(portfolio, item), ...attributes } },
  });

  const hashes: Record<string, string> = {};
  const parts: SizedAction[] = [];
  for (const [name, content] of view.parts) {
    const hash = contentHash(content);
    hashes[name] = hash;
    if (stored.get(name) === hash) continue;
    const attributes = { content: toAttribute(content), hash: { S: hash }, version: { N: String(fence) } };
    parts.push({ action: put(name, attributes), characters: canonicalJson(content).length });
  }
  const obsolete = request.stored
    .filter(({ name }) => isPart(name) && !view.parts.has(name))
    .map(({ name }): TransactWriteItem => ({ Delete: { TableName: table, Key: itemKey(portfolio, name) } }));

  const hash = contentHash({ content: view.latest, parts: hashes });
  const head: TransactWriteItem[] = [];
  if (stored.get('latest') !== hash || parts.length > 0) {
    const latest = { content: toAttribute(view.latest), parts: toAttribute(hashes), hash: { S: hash } };
    head.push(put('latest', { ...latest, version: { N: String(fence) }, computedAt: { S: now.toISOString() } }));
    head.push({ Put: { TableName: table, Item: itemKey(INDEX_PARTITION, portfolio) } });
  }
  const outcome = head.length > 0 ? 'published' : 'unchanged';
  const signal = view.signal;
  if (signal && !stored.has(`signal#${signal.session}`)) {
    const attributes = {
      content: toAttribute(signal.content),
      announced: { BOOL: false },
      version: { N: String(fence) },
    };
    head.push(put(`signal#${signal.session}`, attributes));
  }

  const chunks = chunksOf([...parts, ...obsolete.map((action) => ({ action, characters: 0 }))]);
  const last = chunks.pop() ?? [];
  return {
    outcome,
    transactions: [
      ...chunks.map((chunk) => [fenceHolds(table, portfolio, fence), ...chunk]),
      [fencePublished(table, portfolio, fence), ...last, ...head],
    ],
  };
}

interface SizedAction {
  readonly action: TransactWriteItem;
  readonly characters: number;
}

/** Fences, signals and checkpoints live beside the view and are not part of it. */
function isPart(name: string): boolean {
  return name !== 'latest' && name !== 'fence' && !name.startsWith('signal#') && !name.startsWith('checkpoint#');
}

function chunksOf(actions: readonly SizedAction[]): TransactWriteItem[][] {
  const chunks: TransactWriteItem[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const next of actions) {
    const current = chunks.at(-1);
    if (!current || current.length === MOST_PARTS || characters + next.characters > MOST_CHARACTERS) {
      chunks.push([next.action]);
      characters = next.characters;
    } else {
      current.push(next.action);
      characters += next.characters;
    }
  }
  return chunks;
}

function fenceHolds(table: string, portfolio: string, fence: number): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: itemKey(portfolio, 'fence'),
      ConditionExpression: 'taken = :fence',
      ExpressionAttributeValues: { ':fence': { N: String(fence) } },
    },
  };
}

function fencePublished(table: string, portfolio: string, fence: number): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: itemKey(portfolio, 'fence'),
      UpdateExpression: 'SET published = :fence',
      ConditionExpression: 'taken = :fence',
      ExpressionAttributeValues: { ':fence': { N: String(fence) } },
    },
  };
}
