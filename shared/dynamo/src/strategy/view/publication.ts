import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Fence, noteOnFence } from '../fence';
import { type CheckpointChanges, checkpointWrites } from '../checkpoints/checkpoints';
import type { Generation } from '../generation';
import { itemKey, partItem } from '../items';
import { listing } from '../listed';
import { signalChunks, signalled } from '../signals/chunks';
import type { NewSignal } from '../signals/signal-item';
import { type LedgerBooking, ledgerChunks, sizeOf } from '../ledger/booking';
import type { ViewChanges } from './changes';
import type { LatestContent } from './content';
import { type Head, headHash, headWrites, type ListedPart } from './head';
import { inChunks, type KnownHashes, MOST_PARTS, type PartWrite, partWrites, type ViewPart } from './part-writes';

/** One whole view of a portfolio. */
export interface StrategyView {
  readonly latest: LatestContent;
  /** The other items by name, e.g. `equity#2024`, `trades#2024`, `report`. */
  readonly parts: ReadonlyMap<string, ViewPart>;
  /** Signals that go with this view, oldest first; of each session one of a kind, except that it may be corrected again. */
  readonly signals: readonly NewSignal[];
  /** By how much it differs from the view before it, where that is known. No part of the view. */
  readonly changes?: ViewChanges | undefined;
}

/** What is stored of a portfolio before a publication. */
export interface StoredView {
  /** Absent while there is no view, or none that can be read. */
  readonly head: Head | undefined;
  readonly unlisted: Fence['unlisted'];
  /** Those of the view's signals that have been recorded already, as `SESSION#KIND`. */
  readonly signalled: readonly string[];
}

/** What a publication comes to, once its transactions have gone through. */
export interface PublicationEnd {
  readonly outcome: 'published' | 'unchanged';
  /** To be sent after them, in order: they remove what the new head does not list. */
  readonly removals: readonly (readonly TransactWriteItem[])[];
}

/**
 * The writes of a view, pure: transactions to be sent in order, each made when it is asked for. Until the last one has gone through
 * the stored view stays as it is, whole. Every transaction holds only while `fence` is the last number taken. A part is written
 * beside the one that it replaces, under a name that has the number of its publication in it, so that nothing changes for a
 * reader before the head does. What no head lists is noted on the fence, by name, before it can come to be: only what is noted
 * is ever removed.
 */
export function* publicationOf(request: {
  readonly table: string;
  readonly portfolio: string;
  readonly fence: number;
  readonly view: StrategyView;
  readonly generation: Generation;
  readonly now: Date;
  readonly stored: StoredView;
  /** What becomes of the checkpoints; absent where nothing is settled. */
  readonly checkpoints?: CheckpointChanges | undefined;
  /** Parts that need not be made; told of those that have been. */
  readonly known?: KnownHashes | undefined;
  /** The session that is late, as the fence said when the number was taken. */
  readonly late?: string | undefined;
  /** The portfolio was not computed any more, as the fence said when the number was taken. */
  readonly comesBack?: boolean | undefined;
  /** What is appended to the model ledger. */
  readonly ledger?: LedgerBooking | undefined;
}): Generator<readonly TransactWriteItem[], PublicationEnd, undefined> {
  const { table, portfolio, fence, view, generation, now, stored, checkpoints, late, comesBack = false } = request;
  const parts = new Map<string, ListedPart>();
  const written: string[] = [];
  const soFar = () => noteOnFence(table, portfolio, fence, { unlisted: [...stored.unlisted, ...written] });
  let tail: TransactWriteItem[] = [];
  for (const chunk of inChunks(writesOf(request, parts))) {
    if (tail.length > 0) yield [soFar(), ...tail];
    written.push(...chunk.flatMap(({ item }) => item ?? []));
    tail = chunk.map(({ action }) => action);
  }
  const content = { latest: view.latest, parts, generation: generation.number };
  const same = stored.head?.hash === headHash(content) && stored.head.generation === generation.number;
  const differs = !same || written.length > 0;
  const { asOf } = view.latest;
  // What was said of the same session stays said when the next view only waits for others.
  const changes = view.changes ?? (stored.head?.asOf === asOf ? stored.head.changes : undefined);
  const unlisted = unlistedAfter(stored, parts);
  const fresh = view.signals.filter((signal) => !stored.signalled.includes(signalled(signal)));
  const recording = { table, portfolio, version: fence, asOf };
  const signals = signalChunks(fresh, recording);
  if (fresh.length + sizeOf(request.ledger) > FEW_SIGNALS && tail.length > 0) {
    yield [soFar(), ...tail];
    tail = [];
  }
  const last = signals.pop();
  for (const { recorded, writes } of signals) {
    yield [noteOnFence(table, portfolio, fence, { unlisted: [...stored.unlisted, ...written], recorded }), ...writes];
  }
  const booked = ledgerChunks(table, portfolio, request.ledger, { version: fence, now });
  const entry = booked.pop();
  for (const { pointer, writes } of booked) {
    yield [
      noteOnFence(table, portfolio, fence, { unlisted: [...stored.unlisted, ...written], ledger: pointer }),
      ...writes,
    ];
  }
  const done = noteOnFence(table, portfolio, fence, {
    unlisted,
    recorded: last?.recorded ?? { items: [], to: asOf },
    ledger: entry?.pointer,
    published: {
      generation,
      checkpoint: checkpoints?.newest,
      late,
      recovered: late !== undefined && asOf !== null && asOf >= late,
      comesBack,
    },
  });
  yield [
    done,
    ...tail,
    ...(differs ? headWrites(table, portfolio, { ...content, version: fence, now, changes }) : []),
    ...(comesBack && !differs ? [listing(table, portfolio)] : []),
    ...(last?.writes ?? []),
    ...(entry?.writes ?? []),
  ];
  return { outcome: differs ? 'published' : 'unchanged', removals: removalsOf(table, portfolio, fence, unlisted) };
}

/** Signals and entries of the ledger that find room beside the parts of a view in one transaction. */
const FEW_SIGNALS = 5;

/** The writes of checkpoints, then of the view's parts; `parts` is told of all parts as the head will list them. */
function* writesOf(
  { checkpoints, view, stored, known, ...where }: Parameters<typeof publicationOf>[0],
  parts: Map<string, ListedPart>,
): Generator<PartWrite> {
  const { table, portfolio, fence } = where;
  if (checkpoints !== undefined) yield* checkpointWrites(table, portfolio, checkpoints);
  yield* partWrites({ table, portfolio, fence, parts: view.parts, listed: stored.head?.parts, known }, parts);
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
