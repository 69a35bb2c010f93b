import { StoreError, unsupported } from '../errors';
import { batchGetItem, batchWriteItem } from '../operations/batches';
import { query } from '../operations/query';
import { scan } from '../operations/scan';
import { getItem } from '../operations/single-reads';
import { deleteItem, putItem, updateItem } from '../operations/single-writes';
import { describeStream, getRecords, getShardIterator, listStreams } from '../operations/streams';
import {
  createTable,
  deleteTable,
  describeTable,
  describeTimeToLive,
  listTables,
  updateTable,
  updateTimeToLive,
} from '../operations/tables';
import { transactGetItems, transactWriteItems } from '../operations/transactions';
import { Fields } from '../requests/fields';
import type { Database } from './database';

/** What the store can do, by DynamoDB's names. */
const OPERATIONS = {
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeStream: describeStream,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  GetRecords: getRecords,
  GetShardIterator: getShardIterator,
  ListStreams: listStreams,
  ListTables: listTables,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UpdateItem: updateItem,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
} as const;

export type OperationName = keyof typeof OPERATIONS;

/** True for an operation that {@link execute} knows. */
export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** The rest of DynamoDB: known, so that it can be refused by name. */
const REFUSED =
  /^(?:(?:Batch)?Execute(?:Statement|Transaction)|.*(?:Backup|Backups|GlobalTable|Export|Import|Imports|Exports|KinesisStreamingDestination|ContributorInsights|ResourcePolicy|TagResource|TagsOfResource|TableReplicaAutoScaling|Limits|Endpoints).*)$/;

/**
 * Does one operation, at once and wholly or not at all.
 * @param input the request in the SDK's shape or the wire's
 * @returns the answer in the wire's shape, but with binary data as bytes that turn into base64 as JSON
 * @throws StoreError with the name and the text of DynamoDB's error
 */
export function execute(database: Database, operation: string, input: unknown): object {
  if (isOperation(operation)) return OPERATIONS[operation](database, new Fields(input));
  if (REFUSED.test(operation)) throw unsupported(operation);
  throw new StoreError('UnknownOperationException', `The operation ${operation} is not known`);
}
