import { ingestionState } from '@evenkeel/dynamo/ingestion';
import { priceHistoryReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { clockOf } from '@evenkeel/runtime/clock';
import { readConfiguration, required } from '@evenkeel/runtime/configuration';
import type { Environment } from '@evenkeel/runtime/environment';
import type { Outlets } from '@evenkeel/runtime/functions';
import { logFailure } from '@evenkeel/runtime/log';
import openapi from '../../openapi.yml';
import type { ApiPorts, SymbolCoverage } from '../routes/api-ports';
import { ingestCommand } from './ingest-command';

/**
 * Opens the tables that the environment names, as the API's ports.
 * @throws AppError `environment` naming a variable that is missing
 */
export function openService(environment: Environment, { log, metrics }: Outlets): ApiPorts {
  const tables = readConfiguration(environment, {
    priceHistory: required('PRICE_HISTORY_TABLE'),
    strategy: required('STRATEGY_TABLE'),
    ingestion: required('INGESTION_TABLE'),
  });
  const clients = createDynamoClients();
  const ingestion = ingestionState(clients, tables.ingestion);
  return {
    prices: priceHistoryReader(clients.client, tables.priceHistory),
    views: strategyViews({ client: clients.client, table: tables.strategy }),
    ingested: ingestion,
    ingestCommand: ingestCommand(environment),
    coverage: async () =>
      [...(await ingestion.coverage()).values()]
        .map(({ ticker, first, last, gaps, state }): SymbolCoverage => ({
          symbol: ticker,
          first: first ?? null,
          last: last ?? null,
          gaps,
          complete: state === 'complete',
        }))
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1)),
    now: clockOf(environment),
    openapi,
    routed: (route) => metrics.note('route', route),
    failed: (error, path) => logFailure(log, 'failed', error, { path }),
  };
}
