import { invalid } from '../errors';
import type { Condition } from '../expressions/bind-condition';
import { holds } from '../expressions/condition';
import type { DocumentPath } from '../expressions/document-path';
import { LIMITS } from '../limits';
import { type CapacityMeter, readMode, readUnits } from '../requests/capacity';
import type { RequestExpressions } from '../requests/expressions';
import type { Fields } from '../requests/fields';
import { keyOf } from '../tables/key-schema';
import type { StoredItem, Table } from '../tables/table';
import { shown } from './single-reads';

const SELECTIONS = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] as const;

/** What a query and a scan have in common. */
export interface PageRequest {
  /** Items to look at, at most. */
  readonly limit: number;
  readonly filter: Condition | undefined;
  readonly paths: readonly DocumentPath[] | undefined;
  readonly countOnly: boolean;
}

/** @throws StoreError `ValidationException` for a limit below 1 or a selection that contradicts the projection */
export function readPageRequest(fields: Fields, expressions: RequestExpressions, of: 'scan' | 'query'): PageRequest {
  const limit = fields.count('Limit', { least: 1 }) ?? Infinity;
  const filter = expressions.filter(of);
  const paths = expressions.projection();
  return { limit, filter, paths, countOnly: readSelection(fields) === 'COUNT' };
}

/** Reads items up to a limit or a megabyte, whichever comes first, both counted before the filter. */
export function readPage(
  table: Table,
  items: Iterable<StoredItem>,
  request: PageRequest,
  fields: Fields,
  meter: CapacityMeter,
): object {
  const found: StoredItem[] = [];
  let looked = 0;
  let bytes = 0;
  let last: StoredItem | undefined;
  for (const item of items) {
    looked += 1;
    bytes += item.size;
    if (request.filter === undefined || holds(request.filter, item.attributes)) found.push(item);
    if (looked < request.limit && bytes < LIMITS.pageBytes) continue;
    last = item;
    break;
  }
  meter.add(table.name, readUnits(bytes, readMode(fields)));
  return {
    ...(request.countOnly ? {} : { Items: found.map((item) => shown(item, request.paths)) }),
    Count: found.length,
    ScannedCount: looked,
    ...(last === undefined ? {} : { LastEvaluatedKey: keyOf(last.attributes, table.keys) }),
    ...meter.single(),
  };
}

function readSelection(fields: Fields): (typeof SELECTIONS)[number] | undefined {
  const selection = fields.oneOf('Select', SELECTIONS);
  const projected = fields.has('ProjectionExpression');
  if (selection === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (selection === 'SPECIFIC_ATTRIBUTES' && !projected) {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (projected && selection === 'COUNT') {
    throw invalid('Cannot specify the ProjectionExpression when choosing to get only the Count');
  }
  if (projected && selection === 'ALL_ATTRIBUTES') {
    throw invalid('Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES');
  }
  return selection;
}
