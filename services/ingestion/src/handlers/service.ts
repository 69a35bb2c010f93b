import { AppError } from '@evenkeel/domain';
import type { Pair } from '@evenkeel/domain/pairs';
import { type RefusedPortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { clockOf, type Clock } from '@evenkeel/runtime/clock';
import { oneOf, optional, readConfiguration, required } from '@evenkeel/runtime/configuration';
import { isDeployed, type Environment } from '@evenkeel/runtime/environment';
import { enabledIn } from '@evenkeel/runtime/portfolios';
import { type JobDeps, type JobTables, openJobTables } from '../jobs';
import { openSource, SOURCE_NAMES, type PriceSource, type SourceName } from '../sources';

/** What stays the same from one invocation to the next. */
export interface IngestionService {
  readonly source: PriceSource;
  readonly tables: JobTables;
  /** Of all portfolios. */
  readonly pairs: readonly Pair[];
  /** Symbols of all portfolios, once each: what a job works on when its event names none. */
  readonly symbols: readonly Ticker[];
  /** Portfolios whose symbols nobody knows. */
  readonly refused: readonly RefusedPortfolio[];
  readonly clock: Clock;
}

/**
 * Opens what the environment names.
 * @throws AppError `environment` or `bad-input` naming a variable that is missing, wrong, or only a local run may have
 */
export function openService(environment: Environment): IngestionService {
  const { priceHistory, ingestion, enabled, data, yahooUrl, source } = readConfiguration(environment, {
    priceHistory: required('PRICE_HISTORY_TABLE'),
    ingestion: required('INGESTION_TABLE'),
    enabled: enabledIn,
    source: realSourceWhenDeployed,
    data: optional('EVENKEEL_DATA'),
    yahooUrl: optional('EVENKEEL_YAHOO_URL'),
  });
  const { portfolios, refused } = enabled;
  const clock = clockOf(environment);
  return {
    source: openSource(source, { data, yahooUrl, now: clock }),
    tables: openJobTables(createDynamoClients(), { priceHistory, ingestion }),
    pairs: portfolios.flatMap(({ pairs }) => pairs),
    symbols: [...new Set(portfolios.flatMap(symbolsOf))],
    refused,
    clock,
  };
}

/** What a job needs for one invocation that has `milliseconds` left. */
export function jobDeps(
  { source, tables, pairs, clock }: IngestionService,
  milliseconds: number,
  machine: Machine = THIS_MACHINE,
): JobDeps {
  const left = Math.max(0, milliseconds - RESERVE);
  return {
    source,
    tables,
    pairs,
    now: clock(),
    deadline: machine.now() + left,
    timeUp: machine.timeout(left),
    machine,
  };
}

/** Kept back of an invocation's time, to write the summary and give the lease back. */
const RESERVE = 10_000;

/** Prices that are not real never enter a deployed table, and no source stands in for another. */
function realSourceWhenDeployed(environment: Environment): SourceName {
  const name = oneOf('EVENKEEL_SOURCE', SOURCE_NAMES, 'yahoo')(environment);
  if (name === 'yahoo' || !isDeployed(environment)) return name;
  throw new AppError('environment', `EVENKEEL_SOURCE: ${name} is for a local machine only; deploy with yahoo`);
}
