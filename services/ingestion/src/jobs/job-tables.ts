import { type IngestionState, ingestionState } from '@evenkeel/dynamo/ingestion';
import type { Machine } from '@evenkeel/dynamo/pacing';
import {
  type PriceHistoryReader,
  priceHistoryReader,
  type PriceHistoryWriter,
  priceHistoryWriter,
} from '@evenkeel/dynamo/prices';
import type { DynamoClients } from '@evenkeel/dynamo/requests';

/** The tables a job works on. */
export interface JobTables {
  readonly prices: PriceHistoryReader & PriceHistoryWriter;
  readonly state: IngestionState;
}

/** Names of the two tables. */
export interface JobTableNames {
  readonly priceHistory: string;
  readonly ingestion: string;
}

/** The tables' names in a stage. */
export function jobTableNames(stage: string): JobTableNames {
  return { priceHistory: `evenkeel-${stage}-PriceHistory`, ingestion: `evenkeel-${stage}-Ingestion` };
}

/** The tables that jobs work on, over one set of clients. */
export function openJobTables(clients: DynamoClients, names: JobTableNames, machine?: Machine): JobTables {
  return {
    prices: {
      ...priceHistoryReader(clients.client, names.priceHistory),
      ...priceHistoryWriter(clients.client, names.priceHistory, machine),
    },
    state: ingestionState(clients, names.ingestion),
  };
}
