import { Logger } from '@aws-lambda-powertools/logger';
import { AppError, messageOf } from '@evenkeel/domain';
import { ingestionState } from '@evenkeel/dynamo/ingestion';
import { priceHistoryReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { clockOf } from '@evenkeel/runtime/clock';
import type { ApiPorts, SymbolCoverage } from '../api-ports';

/** Writes JSON lines to the function's log. */
export const logger = new Logger({ serviceName: 'evenkeel-query' });

/**
 * The API's ports over the tables that the environment names.
 * @throws AppError `environment` naming a variable that is missing
 */
export function portsOf(environment: NodeJS.ProcessEnv, openapi: unknown): ApiPorts {
  const clients = createDynamoClients();
  const ingestion = ingestionState(clients, required(environment, 'INGESTION_TABLE'));
  return {
    prices: priceHistoryReader(clients.client, required(environment, 'PRICE_HISTORY_TABLE')),
    views: strategyViews({ client: clients.client, table: required(environment, 'STRATEGY_TABLE') }),
    coverage: async () => {
      const coverage = await ingestion.coverage();
      return [...coverage.values()]
        .map(({ ticker, first, last, gaps, state }): SymbolCoverage => ({
          symbol: ticker,
          first: first ?? null,
          last: last ?? null,
          gaps,
          complete: state === 'complete',
        }))
        .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
    },
    now: clockOf(environment),
    openapi,
    failed: (error, path) => logger.error(`${path} failed: ${messageOf(error)}`, { error }),
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new AppError('environment', `${name} is not set`, { variable: name });
  return value;
}
