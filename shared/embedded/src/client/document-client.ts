import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  TransactGetCommand,
  TransactWriteCommand,
  type TranslateConfig,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { unsupported } from '../errors';
import type { OperationName } from '../store/store';
import { type Caller, EmbeddedClient, type Sendable, sent } from './dynamodb-client';
import { sdkError } from './sdk-errors';

const COMMANDS: readonly (readonly [new (input: never) => Sendable, OperationName])[] = [
  [BatchGetCommand, 'BatchGetItem'],
  [BatchWriteCommand, 'BatchWriteItem'],
  [DeleteCommand, 'DeleteItem'],
  [GetCommand, 'GetItem'],
  [PutCommand, 'PutItem'],
  [QueryCommand, 'Query'],
  [ScanCommand, 'Scan'],
  [TransactGetCommand, 'TransactGetItems'],
  [TransactWriteCommand, 'TransactWriteItems'],
  [UpdateCommand, 'UpdateItem'],
];

/** Members that are an item, a key or values, wherever they stand. */
const MAPS = new Set([
  'Item',
  'Key',
  'ExclusiveStartKey',
  'ExpressionAttributeValues',
  'Attributes',
  'LastEvaluatedKey',
]);
/** Members that are lists of such. */
const LISTS = new Set(['Items', 'Keys']);

/** Stands in for the SDK's document client, as {@link EmbeddedClient} does for the other. */
export class EmbeddedDocumentClient extends DynamoDBDocumentClient {
  constructor(
    private readonly call: Caller,
    private readonly translate: TranslateConfig = {},
    client: DynamoDBClient = new EmbeddedClient(call),
  ) {
    super(client, translate);
  }

  override send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: Parameters<typeof DynamoDBDocumentClient.prototype.send<Input, Output>>[0],
  ): Promise<Output>;
  override async send(command: Sendable): Promise<unknown> {
    const known = COMMANDS.find(([Command]) => command instanceof Command);
    if (known === undefined) throw sdkError(unsupported(command.constructor.name));
    const { marshallOptions, unmarshallOptions } = this.translate;
    const input = translated(command.input, (map): unknown => marshall(map, marshallOptions));
    const answer = await sent(this.call, known[1], input);
    return translated(answer, (map) => (isItem(map) ? unmarshall(map, unmarshallOptions) : map));
  }
}

/** A request or answer with every map of attributes in it turned by `turn`. */
function translated(message: object, turn: (map: unknown) => unknown): object {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return isObject(value) ? translated(value, turn) : value;
  };
  const all = (value: unknown): unknown => (Array.isArray(value) ? value.map(turn) : value);
  return Object.fromEntries(
    Object.entries(message).map(([name, value]: [string, unknown]) => {
      if (MAPS.has(name) && isObject(value)) return [name, turn(value)];
      if (LISTS.has(name)) return [name, all(value)];
      // Of a batch: lists of items by table. Of a transaction: a list of answers with an item each.
      if (name === 'Responses' && isObject(value)) {
        return [name, Object.fromEntries(Object.entries(value).map(([table, items]) => [table, all(items)]))];
      }
      return [name, inside(value)];
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Date)
  );
}

/** The store's answers have nothing else in these places. */
function isItem(value: unknown): value is Record<string, AttributeValue> {
  return isObject(value);
}
