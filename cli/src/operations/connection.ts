import { createDynamoClients, isLoopback, type DynamoClients } from '@evenkeel/dynamo/requests';
import { jobTableNames, openJobTables, type JobTables } from '@evenkeel/ingestion/jobs';

/** Which database a command works on. */
export interface DatabaseChoice {
  /** Stage in the tables' names. */
  readonly stage: string;
  /** AWS profile; the SDK's own choice when absent. */
  readonly profile?: string | undefined;
  /** Endpoint; what the environment names when absent. */
  readonly endpoint?: string | undefined;
}

/** An open database. */
export interface Database {
  readonly clients: DynamoClients;
  readonly tables: JobTables;
  close(): void;
}

/** Opens the stage's tables, on AWS or wherever `AWS_ENDPOINT_URL_DYNAMODB` points. */
export function openDatabase({ stage, profile, endpoint }: DatabaseChoice): Database {
  // The SDK reads the profile where it looks for credentials and region, and nowhere else.
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const clients = createDynamoClients({ endpoint });
  return { clients, tables: openJobTables(clients, jobTableNames(stage)), close: () => clients.destroy() };
}

/** True when the environment names a database on this machine: whatever is not, others may rely on. */
export function isLocalDatabase(environment: Readonly<Record<string, string | undefined>>): boolean {
  const endpoint = environment['AWS_ENDPOINT_URL_DYNAMODB'] ?? environment['AWS_ENDPOINT_URL'];
  return endpoint !== undefined && isLoopback(endpoint);
}
