import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item, JsonObject } from '@evenkeel/dynamo/requests';
import type { Generation, LatestContent, StrategyView, NewSignal } from '@evenkeel/dynamo/strategy';
import { pairTargets, readyTargets } from './targets';
import { contentHash, type Json, toAttribute } from '../../shared/dynamo/src/requests/json-values';

/** The first generation of a portfolio. */
export const GENERATION: Generation = { number: 1, hash: 'says so' };

/** The targets of a portfolio `test` as of `asOf`, with one pair, all in numbers that differ from session to session. */
export function targetsAsOf(asOf: string, nav = 1e6 / 3): LatestContent {
  return readyTargets({
    portfolio: 'test',
    newest: asOf,
    asOf,
    nav,
    cash: nav / 7,
    netDelta: 0.1,
    pairs: [pairTargets({ weight: { base: 0.8, inverse: 0.2 }, drift: 0.05, netDelta: 0.2 })],
  });
}

/** A view as of `asOf` with these parts; equal names and contents make equal parts. */
export function viewAsOf(asOf: string, parts: Readonly<Record<string, Json>>, signal?: string): StrategyView {
  return {
    latest: targetsAsOf(asOf),
    parts: new Map(Object.entries(parts).map(([name, content]) => [name, { make: () => ({ content }) }])),
    signals: signal === undefined ? [] : [newSignal(signal)],
  };
}

/** What the parts of a view hold, by name. */
export function madeParts({ parts }: Pick<StrategyView, 'parts'>): Map<string, JsonObject> {
  return new Map([...parts].map(([name, { make }]) => [name, make()]));
}

/** A rebalance of a session, in words and for programs; `changes` replace whole keys. */
export function newSignal(session: string, changes: Partial<NewSignal> = {}): NewSignal {
  const text = `test ${session}: sell 1 QQQ`;
  return { kind: 'rebalance', session, content: { session, told: 'sell' }, subject: text, text, ...changes };
}

/**
 * The items of a portfolio `test` as they were written before an item's kind stood in its prefix: the view, the fence that it was
 * published under, its entry among the portfolios, and the signals of these sessions, announced or not.
 */
export function unprefixedItems(
  { latest, parts }: StrategyView,
  fence: number,
  signals: Readonly<Record<string, boolean>>,
): Item[] {
  const item = (name: string, attributes: Item): Item => ({
    portfolio: { S: 'test' },
    item: { S: name },
    ...attributes,
  });
  const version = { version: { N: String(fence) } };
  const contents = [...madeParts({ parts })];
  const hashes = Object.fromEntries(contents.map(([name, content]) => [name, contentHash(content)]));
  return [
    item('fence', { taken: { N: String(fence) }, published: { N: String(fence) } }),
    ...contents.map(([name, content]) =>
      item(name, { content: toAttribute(content), hash: { S: contentHash(content) }, ...version }),
    ),
    item('latest', {
      content: toAttribute(latest),
      parts: toAttribute(hashes),
      hash: { S: contentHash({ content: latest, parts: hashes }) },
      ...version,
      computedAt: { S: '2024-06-28T21:00:00.000Z' },
    }),
    { portfolio: { S: '#portfolios' }, item: { S: 'test' } },
    ...Object.entries(signals).map(([session, announced]) =>
      item(`signal#${session}`, { content: toAttribute({ session }), announced: { BOOL: announced }, ...version }),
    ),
  ];
}

/** Names that no code of ours gives an item, though some look like it. */
export const STRANGERS = [
  'note#1',
  'something',
  'viewpoint',
  'view#mine',
  'view#equity#mine',
  'equity#mine',
  'equity#2031',
  'trades#',
  'signal#mine',
  'signal#2020-01-02',
  'checkpoint#2024-06-28',
  'ledger#1#2024-06-28#1',
] as const;

/** Puts an item under each of {@link STRANGERS} into the partition of `test`, and answers them. */
export async function putStrangers(client: DynamoDBClient, table: string): Promise<Item[]> {
  const items = STRANGERS.map((name): Item => ({
    portfolio: { S: 'test' },
    item: { S: name },
    mine: { S: `what I keep under ${name}` },
  }));
  await putItems(client, table, items);
  return items;
}

/** Puts items as they are. */
export async function putItems(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  for (const item of items) await client.send(new PutItemCommand({ TableName: table, Item: item }));
}
