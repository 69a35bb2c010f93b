import { type Attributes, attributeOf, type Value } from '../values/attribute-value';
import { compareTexts, orderOf } from '../values/value-order';
import { attributesBytes } from '../values/value-size';
import { type KeySchema, keyText } from './key-schema';
import { SortedList } from './sorted-list';
import type { TableDefinition } from './table-definition';

/** An item as it is stored; it is replaced, never changed. */
export interface StoredItem {
  readonly attributes: Attributes;
  /** Bytes, names included. */
  readonly size: number;
}

/** The items of one partition key, sorted by the sort key. */
export interface Partition {
  /** Where the partition comes in a scan. */
  readonly rank: number;
  readonly text: string;
  readonly hash: Value;
  readonly items: SortedList<StoredItem>;
}

/** A table's items. */
export class Table {
  /** In the order of a scan, which is that of a hash, as in DynamoDB. */
  readonly partitions = new SortedList<Partition>();
  private readonly byText = new Map<string, Partition>();
  itemCount = 0;
  /** Bytes of all items. */
  size = 0;

  constructor(public definition: TableDefinition) {}

  get keys(): KeySchema {
    return this.definition.keys;
  }

  get name(): string {
    return this.definition.name;
  }

  /** The partition of a key value. */
  partition(hash: Value): Partition | undefined {
    return this.byText.get(keyText(hash));
  }

  /** The item of a key, or of an item's key. */
  get(key: Attributes): StoredItem | undefined {
    const { hash, range } = this.keys;
    const hashValue = attributeOf(key, hash.name);
    const partition = hashValue && this.partition(hashValue);
    if (partition === undefined) return undefined;
    if (range === undefined) return partition.items.first(() => false);
    const rangeValue = attributeOf(key, range.name);
    if (rangeValue === undefined) return undefined;
    const found = partition.items.first(this.isBefore(rangeValue));
    const foundValue = found && attributeOf(found.attributes, range.name);
    return foundValue !== undefined && orderOf(foundValue, rangeValue) === 0 ? found : undefined;
  }

  /** Stores an item whose key has been checked, in place of the one it replaces; answers that one. */
  put(attributes: Attributes): StoredItem | undefined {
    const before = this.get(attributes);
    const item = { attributes, size: attributesBytes(attributes) };
    const partition = this.partitionFor(attributes);
    if (before === undefined) partition.items.insert(item, this.isBeforeKeyOf(attributes));
    else partition.items.replace(item, this.isBeforeKeyOf(attributes));
    this.itemCount += before === undefined ? 1 : 0;
    this.size += item.size - (before?.size ?? 0);
    return before;
  }

  /** Takes out the item of a key; answers it if there was one. */
  delete(key: Attributes): StoredItem | undefined {
    const before = this.get(key);
    if (before === undefined) return undefined;
    const partition = this.partitionFor(key);
    partition.items.remove(this.isBeforeKeyOf(key));
    if (partition.items.size === 0) {
      this.byText.delete(partition.text);
      this.partitions.remove((other) => comparePartitions(other, partition) < 0);
    }
    this.itemCount -= 1;
    this.size -= before.size;
    return before;
  }

  /** Tells whether an item comes before a sort key within its partition. */
  isBefore(rangeValue: Value): (item: StoredItem) => boolean {
    const { range } = this.keys;
    return (item) => {
      const value = range && attributeOf(item.attributes, range.name);
      return value !== undefined && (orderOf(value, rangeValue) ?? 0) < 0;
    };
  }

  private isBeforeKeyOf(key: Attributes): (item: StoredItem) => boolean {
    const value = this.keys.range && attributeOf(key, this.keys.range.name);
    return value === undefined ? () => false : this.isBefore(value);
  }

  private partitionFor(key: Attributes): Partition {
    const hash = attributeOf(key, this.keys.hash.name);
    if (hash === undefined) throw new Error(`an item of ${this.name} came without its key`);
    const text = keyText(hash);
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const partition: Partition = { rank: rankOf(text), text, hash, items: new SortedList<StoredItem>() };
    this.byText.set(text, partition);
    this.partitions.insert(partition, (other) => comparePartitions(other, partition) < 0);
    return partition;
  }
}

/** The order of a scan. */
export function comparePartitions(a: Pick<Partition, 'rank' | 'text'>, b: Pick<Partition, 'rank' | 'text'>): number {
  return a.rank - b.rank || compareTexts(a.text, b.text);
}

/** A 32-bit hash of a partition key, evenly spread (FNV-1a, then the finish of MurmurHash3). */
export function rankOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
