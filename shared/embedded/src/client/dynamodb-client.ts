import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { StoreError, unsupported } from '../errors';
import type { OperationName } from '../store/store';
import { sdkAnswer } from './answers';
import { sdkError } from './sdk-errors';

/** Does an operation, e.g. by `execute`; a simulation does more around it. Throws StoreError, or whatever a client is to see. */
export type Caller = (operation: OperationName, input: object) => object | Promise<object>;

/** Anything that the SDK would send. */
export interface Sendable {
  readonly input: object;
}

const COMMANDS: readonly (readonly [new (input: never) => Sendable, OperationName])[] = [
  [BatchGetItemCommand, 'BatchGetItem'],
  [BatchWriteItemCommand, 'BatchWriteItem'],
  [CreateTableCommand, 'CreateTable'],
  [DeleteItemCommand, 'DeleteItem'],
  [DeleteTableCommand, 'DeleteTable'],
  [DescribeTableCommand, 'DescribeTable'],
  [DescribeTimeToLiveCommand, 'DescribeTimeToLive'],
  [GetItemCommand, 'GetItem'],
  [ListTablesCommand, 'ListTables'],
  [PutItemCommand, 'PutItem'],
  [QueryCommand, 'Query'],
  [ScanCommand, 'Scan'],
  [TransactGetItemsCommand, 'TransactGetItems'],
  [TransactWriteItemsCommand, 'TransactWriteItems'],
  [UpdateItemCommand, 'UpdateItem'],
  [UpdateTableCommand, 'UpdateTable'],
  [UpdateTimeToLiveCommand, 'UpdateTimeToLive'],
];

/**
 * Stands in for the SDK's client where there is no network: the same commands, the same answers, the SDK's own exceptions. It has no
 * retries, no middleware, no clock and no dice.
 */
export class EmbeddedClient extends DynamoDBClient {
  constructor(private readonly call: Caller) {
    super({ region: 'embedded', credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' } });
  }

  override send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Parameters<typeof DynamoDBClient.prototype.send<Input, Output>>[0],
  ): Promise<Output>;
  override send(command: Sendable): Promise<unknown> {
    return sent(this.call, operationOf(command), command.input);
  }
}

/** Does an operation as the SDK's client would. */
export async function sent(call: Caller, operation: OperationName, input: object): Promise<object> {
  try {
    return sdkAnswer(await call(operation, input));
  } catch (error) {
    throw error instanceof StoreError ? sdkError(error) : error;
  }
}

function operationOf(command: Sendable): OperationName {
  const known = COMMANDS.find(([Command]) => command instanceof Command);
  if (known === undefined) throw sdkError(unsupported(command.constructor.name));
  return known[1];
}
