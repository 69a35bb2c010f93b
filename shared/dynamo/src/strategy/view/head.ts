import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isAppError, messageOf } from '@evenkeel/domain';
import type { Item } from '../../requests/item';
import { contentHash, fromAttribute, type Json, toAttribute } from '../../requests/json-values';
import { contentOf, itemKey, partItem, unreadable, VIEW_HEAD } from '../items';
import { packedHash } from '../packed';
import { type ViewChanges, viewChanges } from './changes';
import { listing } from '../listed';
import { latestContent, type LatestContent, type LatestView } from './content';

/** A part of a view as its head lists it. */
export interface ListedPart {
  /** Number of the publication that wrote it; with the part's name it makes the name of its item. */
  readonly version: number;
  /** Of its content. */
  readonly hash: string;
}

/** What the head of a view says about the view. A part that it does not list is not part of the view. */
export interface Head {
  /** By name, e.g. `equity#2024`, in the order of the names. */
  readonly parts: ReadonlyMap<string, ListedPart>;
  /** Of the content and the parts' hashes: equal views have equal hashes, whoever wrote them and when. */
  readonly hash: string;
  /** Number of the portfolio's generation; 0 in a view that was published before they were counted. */
  readonly generation: number;
  /** The newest session of the view; `null` before there is one, or where the head cannot be read. */
  readonly asOf: string | null;
  readonly changes: ViewChanges | undefined;
}

/** What the head of a view will be. */
export interface HeadContent {
  readonly latest: LatestContent;
  readonly parts: ReadonlyMap<string, ListedPart>;
  readonly generation: number;
}

/** The hash of a head with that content. */
export function headHash({ latest, parts }: Pick<HeadContent, 'latest' | 'parts'>): string {
  return hashOf(latest, parts);
}

/** The writes that make a view the newest one of its portfolio, and name the portfolio among those that have a view. */
export function headWrites(
  table: string,
  portfolio: string,
  head: HeadContent & {
    readonly version: number;
    readonly now: Date;
    readonly changes?: ViewChanges | undefined;
  },
): TransactWriteItem[] {
  const parts = [...head.parts].map(([name, { version, hash }]): [string, Json] => [name, { version, hash }]);
  const item: Item = {
    ...itemKey(portfolio, VIEW_HEAD),
    content: toAttribute(head.latest),
    parts: toAttribute(Object.fromEntries(parts)),
    hash: { S: headHash(head) },
    version: { N: String(head.version) },
    generation: { N: String(head.generation) },
    computedAt: { S: head.now.toISOString() },
    ...(head.changes === undefined ? {} : { changes: toAttribute(head.changes) }),
  };
  return [{ Put: { TableName: table, Item: item } }, listing(table, portfolio)];
}

/** What a head's item says about its view. */
export function headOf(item: Item): Head {
  const parts = Object.entries(item['parts']?.M ?? {}).map(([name, part]): [string, ListedPart] => [
    name,
    { version: Number(part.M?.['version']?.N), hash: part.M?.['hash']?.S ?? '' },
  ]);
  return {
    parts: new Map(parts.sort(byName)),
    hash: item['hash']?.S ?? '',
    generation: generationOf(item),
    asOf: item['content']?.M?.['asOf']?.S ?? null,
    changes: changesIn(item),
  };
}

/**
 * {@link headOf} as far as it is true: without the hash of whatever the view's items do not hold (or no longer) as it has been
 * written.
 * @param stored hash of what each item of the view holds, by the item's name
 */
export function verifiedHead(item: Item, stored: ReadonlyMap<string, string>): Head {
  const { parts, hash, ...head } = headOf(item);
  const verified = [...parts].map(([name, part]): [string, ListedPart] => {
    const holds = stored.get(partItem(name, part.version)) === part.hash;
    return [name, holds ? part : { ...part, hash: '' }];
  });
  const holds = isWhole(item);
  return { ...head, parts: new Map(verified), hash: holds ? hash : '' };
}

/** Whether a head's item says what its publication wrote: its hash is that of its content and of the parts it lists. */
export function isWhole(item: Item): boolean {
  const { parts, hash } = headOf(item);
  return hashIn(item, (content) => hashOf(content, parts)) === hash;
}

/** The hash of what a part's item holds now, `undefined` where it holds nothing that can be read. */
export function storedHash(item: Item): string | undefined {
  const packed = item['content']?.B;
  return packed === undefined ? hashIn(item, contentHash) : packedHash(packed);
}

/**
 * The newest targets in a head's item.
 * @throws AppError `bad-data` naming the item when there are none in it
 */
export function latestOf(item: Item): LatestView {
  try {
    const content = latestContent.parse(contentOf(item));
    const version = Number(item['version']?.N);
    const computedAt = item['computedAt']?.S ?? '';
    return { ...content, version, generation: generationOf(item), computedAt, changes: changesIn(item) ?? null };
  } catch (error) {
    throw unreadable(item, messageOf(error), error);
  }
}

/** Orders parts as people count: `trades#2024#2` before `trades#2024#10`. */
export function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return NAMES.compare(a, b);
}

/** What a head says has changed; `undefined` where it says nothing that can be read. */
function changesIn(item: Item): ViewChanges | undefined {
  const changes = item['changes'];
  return changes === undefined ? undefined : viewChanges.safeParse(fromAttribute(changes)).data;
}

function generationOf(item: Item): number {
  return Number(item['generation']?.N ?? 0);
}

function hashOf(latest: Json, parts: Head['parts']): string {
  const hashes = Object.fromEntries([...parts].map(([name, { hash }]) => [name, hash]));
  return contentHash({ content: latest, parts: hashes });
}

/** The hash of an item's content, `undefined` where it has none that can be read. */
function hashIn(item: Item, hash: (content: Json) => string): string | undefined {
  try {
    return hash(contentOf(item));
  } catch (error) {
    if (isAppError(error, 'bad-data')) return undefined;
    throw error;
  }
}

const NAMES = new Intl.Collator('en', { numeric: true });
