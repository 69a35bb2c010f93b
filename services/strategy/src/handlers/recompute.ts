import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { messageOf } from '@evenkeel/domain';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { recompute } from '../recompute';
import { BATCH_DONE, batchFailed, concerns } from '../recompute/batch';
import { deployment, logger, metrics } from './deployment';

/**
 * A batch of the price table's stream. What the records say does not matter, only that something
 * changed: they are coalesced into one recomputation, and fail or succeed as one.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  try {
    const { portfolio, deps } = deployment();
    if (!concerns(event.Records, symbolsOf(portfolio))) return BATCH_DONE;
    const summary = await recompute(deps, portfolio);
    logger.info('recomputed', { ...summary, records: event.Records.length });
    count('Recomputed');
    return BATCH_DONE;
  } catch (error) {
    logger.error(`recomputation failed: ${messageOf(error)}`, {
      error,
      records: event.Records.map((record) => record.dynamodb?.Keys),
    });
    count('RecomputeFailed');
    return batchFailed(event.Records);
  }
}

function count(metric: 'Recomputed' | 'RecomputeFailed'): void {
  metrics.addMetric(metric, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}
