import { invalid, notFound } from '../errors';
import { LIMITS } from '../limits';
import { Stream } from '../streams/stream';
import { keyText } from '../tables/key-schema';
import { Table } from '../tables/table';
import { attributeOf, type Attributes } from '../values/attribute-value';
import { sameAttributes } from '../values/value-order';
import type { Entry, ItemChange, Journal, SpentToken } from './entry';

/** A token with the instant of its transaction, ms since the epoch. */
export interface RememberedToken extends SpentToken {
  readonly at: number;
}

/** What a database is told when it is made. */
export interface DatabaseOptions {
  /** Ms since the epoch. */
  readonly clock: () => number;
  /** Shards of a new stream. Default 1. */
  readonly shards?: number;
}

/** The tables, their streams and the tokens of transactions. It changes by {@link commit} and in no other way. */
export class Database {
  readonly tables = new Map<string, Table>();
  /** Oldest first; those of deleted tables stay for a day. */
  readonly streams: Stream[] = [];
  readonly tokens = new Map<string, RememberedToken>();
  /** The last sequence number that a record has got. */
  sequence = 0;
  private journal: Journal | undefined;

  constructor(private readonly options: DatabaseOptions) {}

  now(): number {
    return this.options.clock();
  }

  /** From now on every change is kept by `journal` before it is made. */
  keepIn(journal: Journal): void {
    this.journal = journal;
  }

  /** @throws StoreError `ResourceNotFoundException` when there is none of that name, `ValidationException` for what is no name */
  table(name: string): Table {
    assertTableName(name);
    const table = this.tables.get(name);
    if (table === undefined) throw notFound();
    return table;
  }

  /** The stream that takes a table's changes. */
  streamOf(table: string): Stream | undefined {
    return this.streams.find((stream) => stream.description.tableName === table && stream.disabledAt === undefined);
  }

  /** A transaction's token, while it is remembered. */
  token(token: string): RememberedToken | undefined {
    const known = this.tokens.get(token);
    return known !== undefined && this.now() - known.at < LIMITS.tokenLife ? known : undefined;
  }

  /** Keeps a change, then makes it. */
  commit(entry: Entry): void {
    this.journal?.(entry);
    this.apply(entry);
  }

  /** Makes a change that has been kept. */
  apply(entry: Entry): void {
    switch (entry.change) {
      case 'create-table':
        this.tables.set(entry.definition.name, new Table(entry.definition));
        if (entry.stream !== undefined) this.addStream(new Stream(entry.stream));
        return;
      case 'define-table':
        this.existing(entry.definition.name).definition = entry.definition;
        return;
      case 'delete-table':
        this.tables.delete(entry.table);
        this.streamOf(entry.table)?.disable(this.sequence + 1, entry.at);
        return;
      case 'enable-stream':
        this.addStream(new Stream(entry.stream));
        return;
      case 'disable-stream':
        this.streamOf(entry.table)?.disable(this.sequence + 1, entry.at);
        return;
      case 'roll-shards':
        this.streamOf(entry.table)?.roll(this.sequence + 1);
        return;
      case 'write':
        this.forgetTokens(entry.at);
        if (entry.spent !== undefined) this.tokens.set(entry.spent.token, { ...entry.spent, at: entry.at });
        for (const change of entry.items) this.write(change, entry.at, entry.expired);
        return;
    }
  }

  private write({ table: name, key, after }: ItemChange, at: number, expired: true | undefined): void {
    const table = this.existing(name);
    const before = (after === undefined ? table.delete(key) : table.put(after))?.attributes;
    const stream = this.streamOf(name);
    if (stream === undefined || !differs(before, after)) return;
    this.sequence += 1;
    const hash = attributeOf(key, table.keys.hash.name);
    const record = {
      sequence: this.sequence,
      at,
      keys: key,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(expired === undefined ? {} : { expired }),
    };
    stream.append(record, hash === undefined ? '' : keyText(hash));
  }

  private addStream(stream: Stream): void {
    stream.open(this.sequence + 1, this.options.shards ?? 1);
    this.streams.push(stream);
  }

  private existing(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`a change came for the table ${name}, which does not exist`);
    return table;
  }

  private forgetTokens(now: number): void {
    for (const [token, { at }] of this.tokens) {
      if (now - at < LIMITS.tokenLife) return;
      this.tokens.delete(token);
    }
  }
}

/** @throws StoreError `ValidationException` for what is no name of a table */
export function assertTableName(name: string): void {
  if (/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) return;
  throw invalid(
    "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'",
  );
}

/** What changes nothing is no news. */
function differs(before: Attributes | undefined, after: Attributes | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !sameAttributes(before, after);
}
