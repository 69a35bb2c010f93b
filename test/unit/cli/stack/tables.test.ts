import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { Database } from '@evenkeel/embedded';
import { serve, type StoreServer } from '@evenkeel/embedded/server';
import { createTables, declaredTables, LOCAL_CREDENTIALS } from '../../../../cli/src/stack/tables';

let server: StoreServer;
let client: DynamoDBClient;

beforeEach(async () => {
  server = await serve(new Database({ clock: Date.now }));
  client = new DynamoDBClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: LOCAL_CREDENTIALS });
});
afterEach(async () => {
  client.destroy();
  await server.stop();
});

function prices(): CreateTableCommandInput {
  const found = declaredTables('dev').find(({ TableName }) => TableName === 'evenkeel-dev-PriceHistory');
  if (found === undefined) throw new Error('no price table is declared');
  return found;
}

describe('the tables of a local database', () => {
  it('are created where they are missing, and left as they are where they have the declared shape', async () => {
    expect(await createTables(server.endpoint, 'dev')).toEqual([
      'evenkeel-dev-PriceHistory',
      'evenkeel-dev-Ingestion',
      'evenkeel-dev-Strategy',
    ]);
    expect(await createTables(server.endpoint, 'dev')).toEqual([]);
  });

  it('are refused by name where they have other keys', async () => {
    await client.send(
      new CreateTableCommand({
        TableName: 'evenkeel-dev-PriceHistory',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await expect(createTables(server.endpoint, 'dev')).rejects.toThrow(
      /^table evenkeel-dev-PriceHistory: its keys are HASH id S, where this version has HASH ticker S, RANGE timestamp S; nothing was changed: use another folder with --persist, or the version that made it$/,
    );
  });

  it('are refused by name where they lack the stream', async () => {
    const { StreamSpecification, ...without } = prices();
    expect(StreamSpecification?.StreamEnabled).toBe(true);
    await client.send(new CreateTableCommand(without));
    await expect(createTables(server.endpoint, 'dev')).rejects.toThrow(
      /^table evenkeel-dev-PriceHistory: its stream is none, where this version has \w+;/,
    );
  });
});
