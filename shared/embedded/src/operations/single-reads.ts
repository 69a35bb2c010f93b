import type { DocumentPath } from '../expressions/document-path';
import { project } from '../expressions/projection';
import { CapacityMeter, readMode, readUnits } from '../requests/capacity';
import { RequestExpressions } from '../requests/expressions';
import type { Fields } from '../requests/fields';
import { readKey } from '../requests/write-request';
import type { Database } from '../store/database';
import type { StoredItem } from '../tables/table';
import type { Attributes } from '../values/attribute-value';

/** Reads one item. */
export function getItem(database: Database, fields: Fields): object {
  const meter = new CapacityMeter(fields);
  const table = database.table(fields.needText('TableName'));
  const expressions = new RequestExpressions(fields, table.keys, ['ProjectionExpression']);
  const key = readKey(fields, table);
  const paths = expressions.projection();
  expressions.assertAllUsed();
  const found = table.get(key);
  meter.add(table.name, readUnits(found?.size ?? 0, readMode(fields)));
  return { ...(found === undefined ? {} : { Item: shown(found, paths) }), ...meter.single() };
}

/** An item, or what of it was asked for. */
export function shown({ attributes }: StoredItem, paths: readonly DocumentPath[] | undefined): Attributes {
  return paths === undefined ? attributes : project(attributes, paths);
}
