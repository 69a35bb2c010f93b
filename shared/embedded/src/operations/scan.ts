import { invalid } from '../errors';
import { CapacityMeter } from '../requests/capacity';
import { RequestExpressions } from '../requests/expressions';
import type { Fields } from '../requests/fields';
import type { Database } from '../store/database';
import { keyText } from '../tables/key-schema';
import { comparePartitions, rankOf, type StoredItem, type Table } from '../tables/table';
import { type Attributes, attributeOf } from '../values/attribute-value';
import { orderOf } from '../values/value-order';
import { readPage, readPageRequest } from './page';
import { readStartKey, refuseIndex } from './query';

const RANKS = 2 ** 32;
const MOST_SEGMENTS = 1_000_000;

/** A part of a table for one of several scans at once: ranks from `first` up to but not including `end`. */
interface Segment {
  readonly first: number;
  readonly end: number;
}

/** Reads a whole table, page by page, in an order that only the store knows. */
export function scan(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  const table = database.table(fields.needText('TableName'));
  refuseIndex(fields);
  const segment = readSegment(fields);
  const expressions = new RequestExpressions(fields, table.keys, ['FilterExpression', 'ProjectionExpression']);
  const request = readPageRequest(fields, expressions, 'scan');
  expressions.assertAllUsed();
  const start = readStartKey(fields, table.keys);
  return readPage(table, itemsOf(table, segment, start), request, fields, meter);
}

function readSegment(fields: Fields): Segment {
  const total = fields.count('TotalSegments', { least: 1, most: MOST_SEGMENTS });
  const segment = fields.count('Segment', { least: 0, most: MOST_SEGMENTS - 1 });
  if (total === undefined && segment === undefined) return { first: 0, end: RANKS };
  if (segment === undefined) {
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (total === undefined) {
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment >= total) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
  return { first: Math.ceil((RANKS / total) * segment), end: Math.ceil((RANKS / total) * (segment + 1)) };
}

function* itemsOf(
  table: Table,
  { first, end }: Segment,
  start: Attributes | undefined,
): Generator<StoredItem, undefined> {
  const { hash, range } = table.keys;
  const startHash = start && attributeOf(start, hash.name);
  const text = startHash === undefined ? undefined : keyText(startHash);
  const place = text === undefined ? { rank: first, text: '' } : { rank: rankOf(text), text };
  const startRange = start && range && attributeOf(start, range.name);
  for (const partition of table.partitions.ascending((other) => comparePartitions(other, place) < 0)) {
    if (partition.rank >= end) return;
    if (partition.text !== text) {
      yield* partition.items.ascending();
    } else if (startRange !== undefined && range !== undefined) {
      yield* partition.items.ascending((item) => {
        const value = attributeOf(item.attributes, range.name);
        return value !== undefined && (orderOf(value, startRange) ?? 0) <= 0;
      });
    }
  }
}
