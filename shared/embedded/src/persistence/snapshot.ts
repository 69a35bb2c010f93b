import type { Database, RememberedToken } from '../store/database';
import { type Shard, Stream, type StreamDescription } from '../streams/stream';
import type { StreamRecord } from '../streams/stream-record';
import { Table } from '../tables/table';
import type { TableDefinition } from '../tables/table-definition';
import type { Attributes } from '../values/attribute-value';
import { readAttributes } from '../values/read-value';

/** A piece of a snapshot, one a line. */
type Piece =
  | { readonly piece: 'table'; readonly definition: TableDefinition }
  | { readonly piece: 'items'; readonly table: string; readonly items: readonly Attributes[] }
  | {
      readonly piece: 'stream';
      readonly description: StreamDescription;
      readonly disabledAt?: number;
      /** Without their records, which come in pieces of their own. */
      readonly shards: readonly Shard[];
    }
  | {
      readonly piece: 'records';
      readonly arn: string;
      readonly shard: string;
      readonly records: readonly StreamRecord[];
    }
  | { readonly piece: 'tokens'; readonly tokens: readonly RememberedToken[] }
  /** The last one: without it the snapshot is not whole. */
  | { readonly piece: 'end'; readonly sequence: number };

/** Items and records a line. */
const CHUNK = 100;

/**
 * The whole state of a database as lines. What is in it is taken at the first line, so that the database may change while the
 * others are written.
 */
export function* snapshotLines(database: Database): Generator<string, undefined> {
  const pieces: Iterable<Piece>[] = [];
  for (const table of database.tables.values()) {
    const items = [...table.partitions.ascending()].flatMap((partition) => [...partition.items.ascending()]);
    pieces.push(
      [{ piece: 'table', definition: table.definition }],
      itemPieces(
        table.name,
        items.map(({ attributes }) => attributes),
      ),
    );
  }
  for (const { description, disabledAt, shards } of database.streams) {
    const bare = shards.map((shard) => ({ ...shard, records: [] }));
    pieces.push([{ piece: 'stream', description, ...(disabledAt === undefined ? {} : { disabledAt }), shards: bare }]);
    for (const { id, records } of shards) pieces.push(recordPieces(description.arn, id, [...records]));
  }
  pieces.push([
    { piece: 'tokens', tokens: [...database.tokens.values()] },
    { piece: 'end', sequence: database.sequence },
  ]);
  for (const some of pieces) for (const piece of some) yield JSON.stringify(piece);
}

/**
 * Fills an empty database from the lines of a snapshot.
 * @returns false when the snapshot is not whole
 */
export function loadSnapshot(database: Database, lines: readonly string[]): boolean {
  for (const line of lines) {
    const piece: unknown = JSON.parse(line);
    if (!isPiece(piece)) return false;
    switch (piece.piece) {
      case 'table':
        database.tables.set(piece.definition.name, new Table(piece.definition));
        break;
      case 'items':
        for (const item of piece.items) database.tables.get(piece.table)?.put(readAttributes(item));
        break;
      case 'stream':
        database.streams.push(streamOf(piece.description, piece.disabledAt, piece.shards));
        break;
      case 'records':
        shardOf(database, piece.arn, piece.shard)?.records.push(...piece.records.map(recordOf));
        break;
      case 'tokens':
        for (const token of piece.tokens) database.tokens.set(token.token, token);
        break;
      case 'end':
        database.sequence = piece.sequence;
        return true;
    }
  }
  return false;
}

/** The line had its checksum, so that what begins as a piece is one. */
function isPiece(value: unknown): value is Piece {
  return typeof value === 'object' && value !== null && 'piece' in value;
}

function* itemPieces(table: string, items: readonly Attributes[]): Generator<Piece, undefined> {
  for (const some of chunksOf(items)) yield { piece: 'items', table, items: some };
}

function* recordPieces(arn: string, shard: string, records: readonly StreamRecord[]): Generator<Piece, undefined> {
  for (const some of chunksOf(records)) yield { piece: 'records', arn, shard, records: some };
}

function* chunksOf<T>(list: readonly T[]): Generator<readonly T[], undefined> {
  for (let start = 0; start < list.length; start += CHUNK) yield list.slice(start, start + CHUNK);
}

function streamOf(description: StreamDescription, disabledAt: number | undefined, shards: readonly Shard[]): Stream {
  const stream = new Stream(description);
  stream.disabledAt = disabledAt;
  stream.shards.push(...shards);
  return stream;
}

function shardOf(database: Database, arn: string, id: string): Shard | undefined {
  return database.streams.find(({ description }) => description.arn === arn)?.shards.find((shard) => shard.id === id);
}

function recordOf({ before, after, keys, ...record }: StreamRecord): StreamRecord {
  return {
    ...record,
    keys: readAttributes(keys),
    ...(before === undefined ? {} : { before: readAttributes(before) }),
    ...(after === undefined ? {} : { after: readAttributes(after) }),
  };
}
