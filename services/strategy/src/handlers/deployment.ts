import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { SNSClient } from '@aws-sdk/client-sns';
import { AppError } from '@evenkeel/domain';
import { portfolioFrom, type Portfolio } from '@evenkeel/domain/portfolio';
import { priceHistoryReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { clockOf } from '@evenkeel/runtime/clock';
import type { RecomputeDeps } from '../recompute';
import { announceOverSns } from '../signals/announce';

/** The portfolio of this deployment and everything its recomputation needs. */
export interface Deployment {
  readonly portfolio: Portfolio;
  readonly deps: RecomputeDeps;
}

/** Writes JSON lines to the functions' logs. */
export const logger = new Logger({ serviceName: 'evenkeel-strategy' });
/** Writes CloudWatch metrics into the log (embedded metric format), namespace `Evenkeel`. */
export const metrics = new Metrics({ namespace: 'Evenkeel', serviceName: 'strategy' });

let opened: Deployment | undefined;

/**
 * What the environment names, opened once a process. Called inside a handler, so that a wrong
 * setting is an answered error and not a function that cannot start.
 * @throws AppError `environment` or `bad-input` naming the variable
 */
export function deployment(): Deployment {
  opened ??= open(process.env);
  return opened;
}

function open(environment: NodeJS.ProcessEnv): Deployment {
  const topic = environment['SIGNAL_TOPIC_ARN'];
  // Without CloudFormation the reference to the topic stays unresolved, and there is nobody to tell.
  const hasTopic = topic?.startsWith('arn:') === true;
  const { client } = createDynamoClients();
  return {
    portfolio: portfolioFrom(environment['EVENKEEL_PORTFOLIO'] ?? 'classic', 'EVENKEEL_PORTFOLIO'),
    deps: {
      prices: priceHistoryReader(client, required(environment, 'PRICE_HISTORY_TABLE')),
      views: strategyViews({ client, table: required(environment, 'STRATEGY_TABLE') }),
      announce: hasTopic ? announceOverSns(new SNSClient({}), topic) : undefined,
      now: clockOf(environment),
    },
  };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new AppError('environment', `${name} is not set`, { variable: name });
  return value;
}
