/** Blocks are cut in two at this length, so that inserting moves little. */
const MOST_IN_BLOCK = 512;

/** A place in a {@link SortedList}: before the entry at `offset` of `block`. */
interface Place {
  readonly block: number;
  readonly offset: number;
}

/**
 * Entries in ascending order. A place is looked up with a function that tells whether an entry comes before it; in a sorted list
 * that is true of the entries at the beginning and of no others.
 */
export class SortedList<T> {
  private readonly blocks: T[][] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The first entry of which `isBefore` is not true. */
  first(isBefore: (entry: T) => boolean): T | undefined {
    const { block, offset } = this.placeOf(isBefore);
    return this.blocks[block]?.[offset];
  }

  /** Puts `entry` in front of the first entry of which `isBefore` is not true. */
  insert(entry: T, isBefore: (entry: T) => boolean): void {
    const { block, offset } = this.placeOf(isBefore);
    // At a block's end there is room in it; the next one need not begin with the entry.
    const [into, at] = offset === 0 && block > 0 ? [block - 1, this.blocks[block - 1]?.length ?? 0] : [block, offset];
    const entries = this.blocks[into];
    if (entries === undefined) {
      this.blocks.push([entry]);
    } else {
      entries.splice(at, 0, entry);
      if (entries.length > MOST_IN_BLOCK) this.blocks.splice(into + 1, 0, entries.splice(MOST_IN_BLOCK / 2));
    }
    this.count += 1;
  }

  /** Puts `entry` in the place of the first entry of which `isBefore` is not true. */
  replace(entry: T, isBefore: (entry: T) => boolean): void {
    const { block, offset } = this.placeOf(isBefore);
    const entries = this.blocks[block];
    if (entries !== undefined && offset < entries.length) entries[offset] = entry;
  }

  /** Takes out the first entry of which `isBefore` is not true. */
  remove(isBefore: (entry: T) => boolean): void {
    const { block, offset } = this.placeOf(isBefore);
    const entries = this.blocks[block];
    if (entries === undefined || offset >= entries.length) return;
    entries.splice(offset, 1);
    if (entries.length === 0) this.blocks.splice(block, 1);
    this.count -= 1;
  }

  /** From the first entry of which `isBefore` is not true, upwards. */
  *ascending(isBefore: (entry: T) => boolean = () => false): Generator<T, undefined> {
    const place = this.placeOf(isBefore);
    for (let { block, offset } = place; block < this.blocks.length; block += 1, offset = 0) {
      const entries = this.blocks[block] ?? [];
      for (; offset < entries.length; offset += 1) {
        const entry = entries[offset];
        if (entry !== undefined) yield entry;
      }
    }
  }

  /** From the last entry of which `isBefore` is true, downwards. */
  *descending(isBefore: (entry: T) => boolean = () => true): Generator<T, undefined> {
    const place = this.placeOf(isBefore);
    for (let { block, offset } = place; block >= 0; block -= 1, offset = this.blocks[block]?.length ?? 0) {
      for (let index = offset - 1; index >= 0; index -= 1) {
        const entry = this.blocks[block]?.[index];
        if (entry !== undefined) yield entry;
      }
    }
  }

  private placeOf(isBefore: (entry: T) => boolean): Place {
    const block = countBefore(this.blocks.length, (index) => {
      const last = this.blocks[index]?.at(-1);
      return last !== undefined && isBefore(last);
    });
    const entries = this.blocks[block] ?? [];
    const offset = countBefore(entries.length, (index) => {
      const entry = entries[index];
      return entry !== undefined && isBefore(entry);
    });
    return { block, offset };
  }
}

/** How many of the first `length` indexes are before, by halving. */
function countBefore(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
