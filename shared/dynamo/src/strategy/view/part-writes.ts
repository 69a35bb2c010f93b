import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { contentText, type JsonObject, textHash } from '../../requests/json-values';
import { itemKey, partItem } from '../items';
import { packed } from '../packed';
import { byName, type ListedPart } from './head';

/** A part of a view. */
export interface ViewPart {
  /** Its content, the same each time; made when it is written, so that of a large view only some of it exists at once. */
  readonly make: () => JsonObject;
  /** Parts of equal names and bases are equal; absent where only making the part tells. */
  readonly basis?: string | undefined;
}

/** Hashes of parts that this process has made, by the part's name: what has the same basis need not be made again to be known. */
export type KnownHashes = Map<string, { readonly basis: string; readonly hash: string }>;

/** One write of a publication, before its last transaction. */
export interface PartWrite {
  /** The item of a part; absent for what is no part of a view. */
  readonly item?: string;
  readonly bytes: number;
  readonly action: TransactWriteItem;
}

/** What is written of a view's parts. */
export interface PartsRequest {
  readonly table: string;
  readonly portfolio: string;
  readonly fence: number;
  readonly parts: ReadonlyMap<string, ViewPart>;
  /** The parts that the stored head lists. */
  readonly listed: ReadonlyMap<string, ListedPart> | undefined;
  readonly known: KnownHashes | undefined;
}

/** The writes of the parts that are not stored yet, each made when it is asked for; `parts` is told of all as the head will list them. */
export function* partWrites(request: PartsRequest, parts: Map<string, ListedPart>): Generator<PartWrite> {
  const { table, portfolio, fence, known } = request;
  for (const [name, part] of [...request.parts].sort(byName)) {
    const listed = request.listed?.get(name);
    if (listed !== undefined && listed.hash === knownHash(known, name, part)) {
      parts.set(name, listed);
      continue;
    }
    const text = contentText(part.make());
    const hash = textHash(text);
    if (part.basis !== undefined) known?.set(name, { basis: part.basis, hash });
    parts.set(name, listed?.hash === hash ? listed : { version: fence, hash });
    if (listed?.hash === hash) continue;
    const item = partItem(name, fence);
    const content = packed(text);
    const attributes = { content, hash: { S: hash }, version: { N: String(fence) } };
    const action = { Put: { TableName: table, Item: { ...itemKey(portfolio, item), ...attributes } } };
    yield { item, action, bytes: content.B.byteLength + AROUND_CONTENT };
  }
}

/** The hash of a part that has been made before from the same basis. */
function knownHash(hashes: KnownHashes | undefined, name: string, { basis }: ViewPart): string | undefined {
  const known = basis === undefined ? undefined : hashes?.get(name);
  return known?.basis === basis ? known?.hash : undefined;
}

/** Bytes of a part's item beside its content, at most. */
const AROUND_CONTENT = 500;

/** Below DynamoDB's 100 actions and 4 MB a transaction, with room for the head; and no more in memory than need be. */
export const MOST_PARTS = 90;
const MOST_BYTES = 1_000_000;

/** `writes`, as many at a time as a transaction takes. */
export function* inChunks<W extends Pick<PartWrite, 'bytes'>>(writes: Iterable<W>): Generator<W[]> {
  let chunk: W[] = [];
  let bytes = 0;
  for (const next of writes) {
    if (chunk.length === MOST_PARTS || (chunk.length > 0 && bytes + next.bytes > MOST_BYTES)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(next);
    bytes += next.bytes;
  }
  if (chunk.length > 0) yield chunk;
}
