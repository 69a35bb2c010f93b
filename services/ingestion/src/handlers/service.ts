import { AppError } from '@evenkeel/domain';
import type { Pair } from '@evenkeel/domain/pairs';
import { portfolioFrom, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { clockOf } from '@evenkeel/runtime/clock';
import { type JobDeps, type JobTables, openJobTables } from '../jobs';
import { isSourceName, openSource, type PriceSource } from '../sources';

type Environment = Readonly<Record<string, string | undefined>>;

/** What stays the same from one invocation to the next. */
export interface IngestionService {
  readonly source: PriceSource;
  readonly tables: JobTables;
  readonly pairs: readonly Pair[];
  /** Symbols of the portfolio: what a job works on when its event names none. */
  readonly symbols: readonly Ticker[];
}

/**
 * Opens what the environment names.
 * @throws AppError `environment` naming a variable that is missing, or that only a local run may have
 */
export function openService(environment: Environment): IngestionService {
  const portfolio = portfolioFrom(environment.EVENKEEL_PORTFOLIO ?? 'classic');
  const names = {
    priceHistory: required(environment, 'PRICE_HISTORY_TABLE'),
    ingestion: required(environment, 'INGESTION_TABLE'),
  };
  return {
    source: sourceOf(environment),
    tables: openJobTables(createDynamoClients(), names),
    pairs: portfolio.pairs,
    symbols: symbolsOf(portfolio),
  };
}

/** What a job needs for one invocation that has `milliseconds` left. */
export function jobDeps(service: IngestionService, environment: Environment, milliseconds: number): JobDeps {
  const left = Math.max(0, milliseconds - RESERVE);
  return {
    source: service.source,
    tables: service.tables,
    pairs: service.pairs,
    now: clockOf(environment)(),
    deadline: Date.now() + left,
    timeUp: AbortSignal.timeout(left),
  };
}

/** Kept back of an invocation's time, to write the summary and give the lease back. */
const RESERVE = 10_000;

/** Prices that are not real never enter a deployed table, and no source stands in for another. */
function sourceOf(environment: Environment): PriceSource {
  const name = environment.EVENKEEL_SOURCE ?? 'yahoo';
  if (!isSourceName(name))
    throw new AppError('environment', `EVENKEEL_SOURCE: "${name}" is no source; use yahoo, csv or synthetic`);
  if (name !== 'yahoo' && environment.AWS_LAMBDA_RUNTIME_API !== undefined) {
    throw new AppError('environment', `EVENKEEL_SOURCE: ${name} is for a local machine only; deploy with yahoo`);
  }
  return openSource(name, {
    data: environment.EVENKEEL_DATA,
    yahooUrl: environment.EVENKEEL_YAHOO_URL,
    now: clockOf(environment),
  });
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '')
    throw new AppError('environment', `${name} is not set; deploy with this service's serverless.yml`);
  return value;
}
