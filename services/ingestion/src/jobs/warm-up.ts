import type { JobDeps, JobSummary, WarmUpOptions } from './job';
import { resolveRange } from './job-range';
import { ingestSymbol } from './ingest-symbol';
import { forEachSymbol, startRun } from './run-job';
import { withWriteLease } from './write-lease';

/**
 * Stores the history of each symbol, in bulk where much is missing. What is stored already stays, unless the vendor has
 * credibly corrected one of its last ten sessions, or `overwrite` says otherwise. Running it again after
 * an interruption, of any symbol at any point, completes it.
 * @throws AppError `bad-input` for options that make no sense, `busy` while another job writes
 */
export async function runWarmUp(deps: JobDeps, options: WarmUpOptions): Promise<JobSummary> {
  const range = resolveRange(options, deps.now);
  const run = startRun('warm-up', deps);
  const overwrite = options.overwrite ?? false;
  return withWriteLease(run, run.job, async (lease) => {
    const coverage = await deps.tables.state.coverage();
    return forEachSymbol(run, options.symbols, (ticker, tell) =>
      ingestSymbol(run, lease, { ticker, range, coverage: coverage.get(ticker), whole: true, overwrite }, tell),
    );
  });
}
