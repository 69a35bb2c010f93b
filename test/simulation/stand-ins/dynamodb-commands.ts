/** The SDK's own commands and exceptions; its client is none, since no request of a simulation goes over a wire. */
export {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBServiceException,
  GetItemCommand,
  IdempotentParameterMismatchException,
  InternalServerError,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** What the embedded client is made of here. */
export class DynamoDBClient {
  send(): Promise<never> {
    return Promise.reject(new Error('a simulation has no network'));
  }

  destroy(): void {
    // There is no socket to close.
  }
}
