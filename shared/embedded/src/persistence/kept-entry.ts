import type { Entry, ItemChange } from '../store/entry';
import { readAttributes } from '../values/read-value';

const CHANGES: readonly unknown[] = [
  'create-table',
  'delete-table',
  'define-table',
  'enable-stream',
  'disable-stream',
  'roll-shards',
  'write',
] satisfies readonly Entry['change'][];

/**
 * An entry from its JSON: the same entry again, with binary data as bytes.
 * @throws Error for JSON that is no entry
 */
export function entryOf(text: string): Entry {
  const entry: unknown = JSON.parse(text);
  if (!isEntry(entry)) throw new Error(`not an entry of the store: ${text.slice(0, 80)}`);
  return entry.change === 'write' ? { ...entry, items: entry.items.map(changeOf) } : entry;
}

/** The text had its checksum, so that what begins as an entry is one. */
function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'change' in value && CHANGES.includes(value.change);
}

function changeOf({ table, key, after }: ItemChange): ItemChange {
  return { table, key: readAttributes(key), ...(after === undefined ? {} : { after: readAttributes(after) }) };
}
