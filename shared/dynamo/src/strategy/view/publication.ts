import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { canonicalJson } from '@evenkeel/domain';
import { contentHash, type JsonObject, toAttribute } from '../../requests/json-values';
import { type Fence, noteOnFence } from '../fence';
import { type CheckpointChanges, checkpointWrites } from '../checkpoints/checkpoints';
import type { Generation } from '../generation';
import { itemKey, partItem, signalItem } from '../items';
import { type NewSignal, signalWrite } from '../signals/signal-item';
import type { LatestContent } from './content';
import { byName, type Head, headHash, headWrites, type ListedPart } from './head';

/** One whole view of a portfolio. */
export interface StrategyView {
  readonly latest: LatestContent;
  /** The other items by name, e.g. `equity#2024`, `trades#2024`, `report`. */
  readonly parts: ReadonlyMap<string, JsonObject>;
  /** Signals that go with this view, oldest first; each session is announced once. */
  readonly signals: readonly NewSignal[];
}

/** What is stored of a portfolio before a publication. */
export interface StoredView {
  /** Absent while there is no view, or none that can be read. */
  readonly head: Head | undefined;
  readonly unlisted: Fence['unlisted'];
  /** Sessions of the view's signals that have been recorded already. */
  readonly signalled: readonly string[];
}

/** How the stored view becomes the new one. */
export interface PublicationPlan {
  readonly outcome: 'published' | 'unchanged';
  /** To be sent in order. Until the last one has gone through, the stored view stays as it is, whole. */
  readonly transactions: readonly (readonly TransactWriteItem[])[];
  /** To be sent after them, in order: they remove what the new head does not list. */
  readonly removals: readonly (readonly TransactWriteItem[])[];
}

/** Below DynamoDB's 100 actions and 4 MB a transaction, with room for the head. */
const MOST_PARTS = 90;
const MOST_CHARACTERS = 2_500_000;

/**
 * Plans the writes of a view, pure. Every transaction holds only while `fence` is the last number taken. A part is written
 * beside the one that it replaces, under a name that has the number of its publication in it, so that nothing changes for a
 * reader before the head does. What no head lists is noted on the fence, by name, before it can come to be: only what is noted
 * is ever removed.
 */
export function publicationOf(request: {
  readonly table: string;
  readonly portfolio: string;
  readonly fence: number;
  readonly view: StrategyView;
  readonly generation: Generation;
  readonly now: Date;
  readonly stored: StoredView;
  /** What becomes of the checkpoints; absent where nothing is settled. */
  readonly checkpoints?: CheckpointChanges | undefined;
}): PublicationPlan {
  const { table, portfolio, fence, view, generation, now, stored, checkpoints } = request;
  const { parts, changed } = partsOf(request);
  const content = { latest: view.latest, parts, generation: generation.number };
  const same = stored.head?.hash === headHash(content) && stored.head.generation === generation.number;
  const differs = !same || changed.length > 0;
  const unlisted = unlistedAfter(stored, parts);
  const fresh = view.signals.filter(({ session }) => !stored.signalled.includes(session));
  const last = [
    ...(differs ? headWrites(table, portfolio, { ...content, version: fence, now }) : []),
    ...fresh.map((signal) => signalWrite(table, portfolio, signal, fence)),
  ];
  const settled = checkpoints === undefined ? [] : checkpointWrites(table, portfolio, checkpoints);
  const chunks = inChunks([...settled.map(({ action, bytes }) => ({ action, characters: bytes })), ...changed]);
  const tail = chunks.pop() ?? [];
  const before = chunks.map((chunk, index) => {
    const written = chunks.slice(0, index + 1).flatMap((each) => each.flatMap(({ item }) => item ?? []));
    return [noteOnFence(table, portfolio, fence, { unlisted: [...stored.unlisted, ...written] }), ...actionsOf(chunk)];
  });
  const done = noteOnFence(table, portfolio, fence, {
    unlisted,
    published: {
      generation,
      checkpoint: checkpoints?.newest,
      asOf: view.latest.asOf,
      signals: fresh.map(({ session }) => signalItem(session, fence)),
    },
  });
  return {
    outcome: differs ? 'published' : 'unchanged',
    transactions: [...before, [done, ...actionsOf(tail), ...last]],
    removals: removalsOf(table, portfolio, fence, unlisted),
  };
}

interface PartWrite {
  /** Absent for what is no part of a view. */
  readonly item?: string;
  readonly characters: number;
  readonly action: TransactWriteItem;
}

/** The new view's parts as its head will list them, and the writes of those that are not stored yet. */
function partsOf({ table, portfolio, fence, view, stored }: Parameters<typeof publicationOf>[0]) {
  const parts = new Map<string, ListedPart>();
  const changed: PartWrite[] = [];
  for (const [name, content] of [...view.parts].sort(byName)) {
    const hash = contentHash(content);
    const known = stored.head?.parts.get(name);
    parts.set(name, known?.hash === hash ? known : { version: fence, hash });
    if (known?.hash === hash) continue;
    const item = partItem(name, fence);
    const attributes = { content: toAttribute(content), hash: { S: hash }, version: { N: String(fence) } };
    const action = { Put: { TableName: table, Item: { ...itemKey(portfolio, item), ...attributes } } };
    changed.push({ item, action, characters: canonicalJson(content).length });
  }
  return { parts, changed };
}

/** What has to go once the new head is there: what had to go before, and the stored view's parts that it does not take over. */
function unlistedAfter({ head, unlisted }: StoredView, parts: ReadonlyMap<string, ListedPart>): string[] {
  const listed = new Set([...parts].map(([name, { version }]) => partItem(name, version)));
  const before = [...(head?.parts ?? [])].map(([name, { version }]) => partItem(name, version));
  return [...new Set([...unlisted, ...before])].filter((item) => !listed.has(item));
}

function removalsOf(table: string, portfolio: string, fence: number, unlisted: readonly string[]) {
  const removals: TransactWriteItem[][] = [];
  for (let start = 0; start < unlisted.length; start += MOST_PARTS) {
    const rest = unlisted.slice(start + MOST_PARTS);
    const deletes = unlisted
      .slice(start, start + MOST_PARTS)
      .map((item): TransactWriteItem => ({ Delete: { TableName: table, Key: itemKey(portfolio, item) } }));
    removals.push([noteOnFence(table, portfolio, fence, { unlisted: rest }), ...deletes]);
  }
  return removals;
}

function inChunks(writes: readonly PartWrite[]): PartWrite[][] {
  const chunks: PartWrite[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const next of writes) {
    const current = chunks.at(-1);
    if (!current || current.length === MOST_PARTS || characters + next.characters > MOST_CHARACTERS) {
      chunks.push([next]);
      characters = next.characters;
    } else {
      current.push(next);
      characters += next.characters;
    }
  }
  return chunks;
}

function actionsOf(writes: readonly PartWrite[]): TransactWriteItem[] {
  return writes.map(({ action }) => action);
}
