import {
  CreateTableCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createDynamoClients, type DynamoClients, type Item } from '@evenkeel/dynamo/requests';
import { jobTableNames, openJobTables, type JobTables } from '@evenkeel/ingestion/jobs';
import { Database } from '@evenkeel/embedded';
import { serve } from '@evenkeel/embedded/server';
import { startDynamoDbLocal } from '../../cli/src/stack/database/amazon';
import { declaredTables } from '../../cli/src/stack/tables';
import { runsOnAmazons } from './database-choice';

/** A database of its own for one test file, in memory, on a free port: Amazon's, or the embedded one where it cannot run. */
export interface TestDatabase {
  readonly endpoint: string;
  readonly clients: DynamoClients;
  /**
   * Creates the tables that the services declare, under a stage of their own.
   * Streams cost DynamoDB Local much: only `streams: true` has them, and one stage a database may.
   */
  createTables(stage: string, options?: { readonly streams?: boolean }): Promise<StageTables>;
  stop(): Promise<void>;
}

/** The tables of one stage. */
export interface StageTables {
  readonly stage: string;
  readonly names: { readonly priceHistory: string; readonly ingestion: string; readonly strategy: string };
  /** Ingestion's view of them. */
  readonly jobs: JobTables;
  /** Every item of a table, in no order. */
  scan(table: string): Promise<Item[]>;
  /** Forgets the writers' lease of a run of this very process that could not give it back. */
  dropLease(): Promise<void>;
}

/** Starts a database; stop it in `afterAll`. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const database = runsOnAmazons() ? await startDynamoDbLocal() : await serve(new Database({ clock: Date.now }));
  const clients = createDynamoClients({ endpoint: database.endpoint });
  return {
    endpoint: database.endpoint,
    clients,
    createTables: async (stage, options = {}) => {
      await createTables(clients.client, stage, options.streams ?? false);
      return stageTables(clients, stage);
    },
    stop: async () => {
      clients.destroy();
      await database.stop();
    },
  };
}

async function createTables(client: DynamoDBClient, stage: string, streams: boolean): Promise<void> {
  for (const declared of declaredTables(stage)) {
    const { StreamSpecification, ...table } = declared;
    await client.send(
      new CreateTableCommand(streams && StreamSpecification ? { ...table, StreamSpecification } : table),
    );
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName: table.TableName ?? '' });
  }
}

/** The tables of a stage that exists. */
export function stageTables(clients: DynamoClients, stage: string): StageTables {
  const names = { ...jobTableNames(stage), strategy: `evenkeel-${stage}-Strategy` };
  return {
    stage,
    names,
    jobs: openJobTables(clients, names),
    scan: (table) => scanAll(clients.client, table),
    dropLease: async () => {
      const lease = { pk: { S: 'lease' }, sk: { S: 'prices' } };
      await clients.client.send(new DeleteItemCommand({ TableName: names.ingestion, Key: lease }));
    },
  };
}

/** Every item of a table. */
export async function scanAll(client: DynamoDBClient, table: string): Promise<Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
