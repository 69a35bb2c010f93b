import { attributeOf, type Attributes } from '../values/attribute-value';
import { keyOf } from '../tables/key-schema';
import type { Table } from '../tables/table';
import type { Database } from './database';
import type { ItemChange } from './entry';

/** What ended longer ago is left alone, as by DynamoDB: it is more likely no instant at all. */
const LONGEST_AGO_S = 5 * 365 * 24 * 60 * 60;

/**
 * Takes away the items whose time to live is over. DynamoDB does so by itself within days; here whoever runs the store says when.
 * @returns how many there were
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function expireItems(database: Database): number {
  const now = database.now();
  const items = [...database.tables.values()].flatMap((table) => expiredItems(table, now / 1000));
  if (items.length > 0) database.commit({ change: 'write', at: now, items, expired: true });
  return items.length;
}

function expiredItems(table: Table, nowSeconds: number): ItemChange[] {
  const attribute = table.definition.timeToLive;
  if (attribute === undefined) return [];
  return [...table.partitions.ascending()]
    .flatMap((partition) => [...partition.items.ascending()])
    .filter(({ attributes }) => hasEnded(attributes, attribute, nowSeconds))
    .map(({ attributes }) => ({ table: table.name, key: keyOf(attributes, table.keys) }));
}

function hasEnded(attributes: Attributes, name: string, nowSeconds: number): boolean {
  const end = attributeOf(attributes, name);
  if (end === undefined || !('N' in end)) return false;
  const seconds = Number(end.N);
  return seconds < nowSeconds && seconds > nowSeconds - LONGEST_AGO_S;
}
