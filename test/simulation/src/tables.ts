import { Database, execute, type Entry } from '@evenkeel/embedded';
import type { Process } from './process';
import type { World } from './world';

/** The tables' names. */
export interface TableNames {
  readonly prices: string;
  readonly ingestion: string;
  readonly strategy: string;
}

/** An item in DynamoDB's form. */
export type Item = Readonly<Record<string, Value>>;
/** One attribute. */
export interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly M?: Item;
  readonly L?: readonly Value[];
  readonly SS?: readonly string[];
  readonly BOOL?: boolean;
  readonly B?: Uint8Array;
  readonly NULL?: boolean;
  readonly NS?: readonly string[];
  readonly BS?: readonly Uint8Array[];
}

/** One change of one item. */
export interface Change {
  readonly table: string;
  readonly key: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** Sees each committed write as a whole, before anything else can happen. */
export type Watcher = (changes: readonly Change[], writer: Process | undefined) => void;

/** The store of a simulation, and who watches it. */
export class Tables {
  readonly database: Database;
  private readonly watchers: Watcher[] = [];
  private writer: Process | undefined;

  constructor(
    world: World,
    readonly names: TableNames,
    declarations: readonly object[],
    shards: number,
  ) {
    this.database = new WatchedDatabase({ clock: () => world.now, shards }, (entry, make) =>
      this.committed(entry, make),
    );
    for (const declaration of declarations) execute(this.database, 'CreateTable', declaration);
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  /** Does `work` in the name of a process. */
  as<T>(writer: Process, work: () => T): T {
    this.writer = writer;
    try {
      return work();
    } finally {
      this.writer = undefined;
    }
  }

  /** An item as it is now. */
  readonly get = (table: string, key: Item): Item | undefined =>
    asItem(this.database.table(table).get(asAttributes(key))?.attributes);

  /** All items of a table, in a fixed order. */
  readonly items = (table: string): Item[] =>
    [...this.database.table(table).partitions.ascending()].flatMap((partition) =>
      [...partition.items.ascending()].map(({ attributes }): Item => attributes),
    );

  private committed(entry: Entry, make: () => void): void {
    if (entry.change !== 'write') {
      make();
      return;
    }
    const before = entry.items.map(({ table, key }) => this.database.table(table).get(key)?.attributes);
    make();
    const changes = entry.items.map(({ table, key, after }, index) => ({
      table,
      key: asItem(key) ?? {},
      before: asItem(before[index]),
      after: asItem(after),
    }));
    for (const watcher of this.watchers) watcher(changes, this.writer);
  }
}

class WatchedDatabase extends Database {
  constructor(
    options: ConstructorParameters<typeof Database>[0],
    private readonly committing: (entry: Entry, make: () => void) => void,
  ) {
    super(options);
  }

  override commit(entry: Entry): void {
    this.committing(entry, () => super.commit(entry));
  }
}

type Attributes = Extract<Entry, { change: 'write' }>['items'][number]['key'];

/** The store's attributes have more kinds than anybody here reads. */
function asItem(attributes: Attributes | undefined): Item | undefined {
  return attributes;
}

function asAttributes(item: Item): Attributes {
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, { S }]) => (S === undefined ? [] : [[name, { S }] as const])),
  );
}
