import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { AppError, isAppError } from '@evenkeel/domain';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Context } from 'aws-lambda';
import type { JobDeps, JobSummary } from '../jobs';
import { recordMetrics } from './job-metrics';
import { type IngestionService, jobDeps, openService } from './service';

/** What an invocation answers: the job's summary, or why it left without doing anything. */
export type JobAnswer = JobSummary | { readonly skipped: string };

/**
 * A Lambda handler around one job. A run that finds another at work leaves politely; one with failed symbols, or that
 * was overtaken while it worked, throws, so that Lambda tries again and at last leaves it in the queue of failed jobs.
 */
export function jobHandler(
  work: (deps: JobDeps, event: unknown, symbols: readonly Ticker[]) => Promise<JobSummary>,
  open: (environment: NodeJS.ProcessEnv) => IngestionService = openService,
): (event: unknown, context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>) => Promise<JobAnswer> {
  const logger = new Logger();
  const metrics = new Metrics({ defaultDimensions: { stage: process.env.EVENKEEL_STAGE ?? 'dev' } });
  let service: IngestionService | undefined;

  return async (event, context) => {
    logger.appendKeys({ requestId: context.awsRequestId });
    try {
      service ??= open(process.env);
      const deps = jobDeps(service, process.env, context.getRemainingTimeInMillis());
      const summary = await work(deps, event, service.symbols);
      logSummary(logger, summary);
      recordMetrics(metrics, summary, await service.tables.state.coverage());
      return answer(summary);
    } catch (error) {
      if (!isAppError(error, 'busy')) {
        logger.error('the job failed', error instanceof Error ? error : String(error));
        throw error;
      }
      logger.info(error.message, { ...error.details });
      return { skipped: error.message };
    } finally {
      metrics.publishStoredMetrics();
    }
  };
}

function answer(summary: JobSummary): JobSummary {
  if (summary.failed.length === 0) return summary;
  const reasons = summary.symbols.flatMap(({ symbol, error }) =>
    error === undefined ? [] : [error.startsWith(symbol) ? error : `${symbol}: ${error}`],
  );
  throw new AppError(
    'failed',
    `${summary.job}: ${summary.failed.length} of ${summary.symbols.length} symbols failed: ${reasons.join('; ')}`,
    {
      failed: summary.failed.join(','),
    },
  );
}

/** One line a symbol: a summary of a whole portfolio can be larger than a log line may be. */
function logSummary(logger: Logger, summary: JobSummary): void {
  for (const { differences = [], ...symbol } of summary.symbols) {
    const line = { job: summary.job, asOf: summary.asOf, ...symbol, differences: differences.slice(0, 20) };
    if (symbol.error === undefined && symbol.quarantined.length === 0) logger.info('symbol done', line);
    else logger.warn('symbol needs a look', line);
  }
}
