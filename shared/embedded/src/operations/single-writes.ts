import { invalid } from '../errors';
import { touchedPaths } from '../expressions/bind-update';
import { project } from '../expressions/projection';
import { CapacityMeter, writeUnits } from '../requests/capacity';
import type { Fields } from '../requests/fields';
import {
  outcomeOf,
  readDelete,
  readPut,
  readUpdate,
  type WriteOutcome,
  type WriteRequest,
} from '../requests/write-request';
import type { Database } from '../store/database';
import type { Table } from '../tables/table';
import type { Attributes } from '../values/attribute-value';
import { attributesBytes } from '../values/value-size';

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;
type ReturnValues = (typeof RETURN_VALUES)[number];

/** Stores an item in place of the one with its key. */
export function putItem(database: Database, fields: Fields): object {
  return writeOne(database, fields, readPut, oldOrNone(fields));
}

/** Takes an item away. */
export function deleteItem(database: Database, fields: Fields): object {
  return writeOne(database, fields, readDelete, oldOrNone(fields));
}

/** Changes an item, or makes one. */
export function updateItem(database: Database, fields: Fields): object {
  return writeOne(database, fields, readUpdate, fields.oneOf('ReturnValues', RETURN_VALUES) ?? 'NONE');
}

function writeOne(
  database: Database,
  fields: Fields,
  read: (fields: Fields, table: Table) => WriteRequest,
  returnValues: ReturnValues,
): object {
  const meter = new CapacityMeter(fields);
  fields.oneOf('ReturnItemCollectionMetrics', ['SIZE', 'NONE']);
  const request = read(fields, database.table(fields.needText('TableName')));
  const outcome = outcomeOf(request);
  if (outcome.change !== undefined) database.commit({ change: 'write', at: database.now(), items: [outcome.change] });
  const { before, after } = outcome;
  meter.add(request.table.name, writeUnits(before?.size ?? 0, after === undefined ? 0 : attributesBytes(after)));
  const attributes = returned(request, outcome, returnValues);
  return { ...(attributes === undefined ? {} : { Attributes: attributes }), ...meter.single() };
}

/** The attributes that the request wants to see; the parts of an update only where there is something at its paths. */
function returned(
  { write }: WriteRequest,
  { before, after }: WriteOutcome,
  wanted: ReturnValues,
): Attributes | undefined {
  switch (wanted) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.attributes;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
    case 'UPDATED_NEW': {
      const item = wanted === 'UPDATED_OLD' ? before?.attributes : after;
      const update = typeof write === 'object' && 'update' in write ? write.update : undefined;
      if (item === undefined || update === undefined) return undefined;
      const parts = project(item, touchedPaths(update));
      return Object.keys(parts).length > 0 ? parts : undefined;
    }
  }
}

/** Puts and deletes know no new values. */
function oldOrNone(fields: Fields): 'ALL_OLD' | 'NONE' {
  const wanted = fields.oneOf('ReturnValues', RETURN_VALUES) ?? 'NONE';
  if (wanted === 'ALL_OLD' || wanted === 'NONE') return wanted;
  throw invalid('ReturnValues can only be ALL_OLD or NONE');
}
