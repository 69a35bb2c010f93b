import { SNSClient } from '@aws-sdk/client-sns';
import type { EnabledPortfolios } from '@evenkeel/domain/portfolio';
import { pricePathReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { clockOf } from '@evenkeel/runtime/clock';
import { optional, readConfiguration, required } from '@evenkeel/runtime/configuration';
import type { Environment } from '@evenkeel/runtime/environment';
import type { Outlets } from '@evenkeel/runtime/functions';
import { enabledIn } from '@evenkeel/runtime/portfolios';
import type { RecomputeDeps } from '../recompute/recompute';
import { announceOverSns } from '../signals/announce';

/** The portfolios of this deployment and everything their recomputation needs. */
export interface StrategyService {
  readonly enabled: EnabledPortfolios;
  readonly deps: RecomputeDeps;
}

/**
 * Opens what the environment names.
 * @throws AppError `environment` or `bad-input` naming a variable that is missing or wrong
 */
export function openService(environment: Environment, { log, metrics }: Outlets): StrategyService {
  const { priceHistory, strategy, enabled, topic, link } = readConfiguration(environment, {
    priceHistory: required('PRICE_HISTORY_TABLE'),
    strategy: required('STRATEGY_TABLE'),
    enabled: enabledIn,
    topic: optional('SIGNAL_TOPIC_ARN'),
    link: optional('EVENKEEL_BASE_URL'),
  });
  const { client } = createDynamoClients();
  return {
    enabled,
    deps: {
      prices: pricePathReader(client, priceHistory),
      settled: new Map(),
      views: strategyViews({ client, table: strategy }),
      // Without CloudFormation the reference to the topic stays unresolved, and there is nobody to tell.
      announce: topic?.startsWith('arn:') === true ? announceOverSns(new SNSClient({}), topic) : undefined,
      link,
      missed: (signal, why) => {
        log.error(`signal ${signal} could not be sent: ${why}`, { signal });
        metrics.count('SignalsUnsent');
      },
      now: clockOf(environment),
    },
  };
}
