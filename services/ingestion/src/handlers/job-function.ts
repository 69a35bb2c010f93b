import { AppError } from '@evenkeel/domain';
import type { Ticker } from '@evenkeel/domain/prices';
import { directFunction, type HandlerContext, type Skipped } from '@evenkeel/runtime/functions';
import { type Log, logFailure } from '@evenkeel/runtime/log';
import type { JobDeps, JobSummary } from '../jobs';
import { recordMetrics } from './job-metrics';
import { jobDeps, openService } from './service';

/**
 * A Lambda function around one job. A run with failed symbols, or one that was overtaken while it worked, throws, so
 * that Lambda tries again and at last leaves it in the queue of failed jobs.
 */
export function jobFunction(
  work: (deps: JobDeps, event: unknown, symbols: readonly Ticker[]) => Promise<JobSummary>,
  open = openService,
): (event: unknown, context: HandlerContext) => Promise<JobSummary | Skipped> {
  return directFunction({
    service: 'ingestion',
    open,
    run: async (service, event, { log, metrics, remainingMs }) => {
      for (const { name, error } of service.refused) logFailure(log, 'portfolio left out', error, { portfolio: name });
      const summary = await work(jobDeps(service, remainingMs), event, service.symbols);
      logSummary(log, summary);
      recordMetrics(metrics, summary, await service.tables.state.coverage());
      return withoutFailures(summary);
    },
  });
}

function withoutFailures(summary: JobSummary): JobSummary {
  if (summary.failed.length === 0) return summary;
  const reasons = summary.symbols.flatMap(({ symbol, error }) =>
    error === undefined ? [] : [error.startsWith(symbol) ? error : `${symbol}: ${error}`],
  );
  throw new AppError(
    'failed',
    `${summary.job}: ${summary.failed.length} of ${summary.symbols.length} symbols failed: ${reasons.join('; ')}`,
    { job: summary.job, failed: summary.failed.join(',') },
  );
}

/** One line a symbol: a summary of a whole portfolio can be larger than a log line may be. */
function logSummary(log: Log, summary: JobSummary): void {
  for (const { differences = [], ...symbol } of summary.symbols) {
    const line = { job: summary.job, asOf: summary.asOf, ...symbol, differences: differences.slice(0, 20) };
    if (symbol.error === undefined && symbol.quarantined.length === 0) log.info('symbol done', line);
    else log.warn('symbol needs a look', line);
  }
}
