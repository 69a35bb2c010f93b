import {
  ConditionalCheckFailedException,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { Decimal } from 'decimal.js';
import { Database, execute, type OperationName } from '@evenkeel/embedded';
import { EmbeddedClient, EmbeddedDocumentClient } from '@evenkeel/embedded/client';
import { HASH, RANGE, TABLES } from '../../../support/store-contract/contract';
import { answerOf } from '../../../support/store-contract/answers';

const KEY = { a: { S: 'k' } };

function clients() {
  const database = new Database({ clock: () => 1_700_000_000_000 });
  for (const call of TABLES) answerOf(database, call);
  const call = (operation: OperationName, input: object): object => execute(database, operation, input);
  const translate = { unmarshallOptions: { wrapNumbers: (text: string): Decimal => new Decimal(text) } };
  return { database, client: new EmbeddedClient(call), documents: new EmbeddedDocumentClient(call, translate) };
}

test('commands are answered as the SDK answers them', async () => {
  const { client } = clients();
  await client.send(
    new PutItemCommand({ TableName: HASH, Item: { ...KEY, b: { B: Uint8Array.of(1, 2) }, n: { N: '1.0' } } }),
  );
  const { Item } = await client.send(new GetItemCommand({ TableName: HASH, Key: KEY }));
  expect(Item).toEqual({ ...KEY, b: { B: Uint8Array.of(1, 2) }, n: { N: '1' } });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: HASH }));
  expect(Table?.CreationDateTime).toEqual(new Date(1_700_000_000_000));
});

test('whoever gets an item may change it without changing the table', async () => {
  const { client } = clients();
  await client.send(new PutItemCommand({ TableName: HASH, Item: { ...KEY, l: { L: [{ S: 'x' }] } } }));
  const first = await client.send(new GetItemCommand({ TableName: HASH, Key: KEY }));
  first.Item?.l?.L?.push({ S: 'y' });
  const second = await client.send(new GetItemCommand({ TableName: HASH, Key: KEY }));
  expect(second.Item).toEqual({ ...KEY, l: { L: [{ S: 'x' }] } });
});

test("errors are of the SDK's own classes, with what comes with them", async () => {
  const { client } = clients();
  await client.send(new PutItemCommand({ TableName: HASH, Item: KEY }));
  const failed = await rejection(
    client.send(
      new PutItemCommand({
        TableName: HASH,
        Item: KEY,
        ConditionExpression: 'attribute_not_exists(a)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
  expect(failed).toMatchObject({
    name: 'ConditionalCheckFailedException',
    Item: KEY,
    $metadata: { httpStatusCode: 400 },
  });
  const cancelled = await rejection(
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: HASH,
              Key: KEY,
              ConditionExpression: 'attribute_not_exists(a)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          },
        ],
      }),
    ),
  );
  expect(cancelled).toBeInstanceOf(TransactionCanceledException);
  expect(cancelled).toMatchObject({ CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: KEY }] });
  const lost = await rejection(client.send(new GetItemCommand({ TableName: 'nowhere', Key: KEY })));
  expect(lost).toBeInstanceOf(ResourceNotFoundException);
  expect(await rejection(client.send(new GetItemCommand({ TableName: HASH, Key: {} })))).toMatchObject({
    name: 'ValidationException',
  });
});

test('documents go in as they are, and numbers come out exact', async () => {
  const { documents } = clients();
  const price = '12345678901234567890.123456789';
  await documents.send(
    new PutCommand({
      TableName: RANGE,
      Item: { a: 'k', b: '1', price: NumberValue.from(price), list: ['x', true, null] },
    }),
  );
  const { Item } = await documents.send(new GetCommand({ TableName: RANGE, Key: { a: 'k', b: '1' } }));
  expect(Item).toEqual({ a: 'k', b: '1', price: new Decimal(price), list: ['x', true, null] });
  const { Items } = await documents.send(
    new QueryCommand({ TableName: RANGE, KeyConditionExpression: 'a = :a', ExpressionAttributeValues: { ':a': 'k' } }),
  );
  expect(Items).toEqual([Item]);
  const batch = await documents.send(
    new BatchGetCommand({ RequestItems: { [RANGE]: { Keys: [{ a: 'k', b: '1' }] } } }),
  );
  expect(batch.Responses).toEqual({ [RANGE]: [Item] });
  const transaction = await documents.send(
    new TransactGetCommand({ TransactItems: [{ Get: { TableName: RANGE, Key: { a: 'k', b: '1' } } }] }),
  );
  expect(transaction.Responses).toEqual([{ Item }]);
});

test('nothing is read from the clock, thrown with dice or asked of timers', async () => {
  const { client, documents } = clients();
  const forbidden = (): never => {
    throw new Error('a simulation decides this');
  };
  const spies = [
    jest.spyOn(Date, 'now').mockImplementation(forbidden),
    jest.spyOn(Math, 'random').mockImplementation(forbidden),
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(forbidden),
    jest.spyOn(globalThis, 'setInterval').mockImplementation(forbidden),
    jest.spyOn(globalThis.crypto, 'randomUUID').mockImplementation(forbidden),
    jest.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation(forbidden),
  ];
  try {
    await client.send(new PutItemCommand({ TableName: RANGE, Item: { ...KEY, b: { S: '1' } } }));
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Delete: { TableName: RANGE, Key: { ...KEY, b: { S: '1' } } } }],
      }),
    );
    const { Item } = await documents.send(new GetCommand({ TableName: RANGE, Key: { a: 'k', b: '1' } }));
    expect(Item).toBeUndefined();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
});

test('what the caller throws arrives as it was thrown', async () => {
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const client = new EmbeddedClient(() => Promise.reject(reset));
  expect(await rejection(client.send(new GetItemCommand({ TableName: HASH, Key: KEY })))).toBe(reset);
});

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a rejection');
    },
    (error: unknown) => error,
  );
}
