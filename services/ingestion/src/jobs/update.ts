import type { JobDeps, JobSummary, UpdateOptions } from './job';
import { resolveRange } from './job-range';
import { ingestSymbol } from './ingest-symbol';
import { forEachSymbol, startRun } from './run-job';
import { withWriteLease } from './write-lease';

/**
 * Stores the sessions that have finished since each symbol's newest stored one, asks again for its gaps and for bars in
 * quarantine, and compares its last ten stored sessions with what the vendor says now. A symbol without history, or
 * whose warm-up was interrupted, is filled completely.
 * @throws AppError `bad-input` for options that make no sense, `busy` while another job writes
 */
export async function runUpdate(deps: JobDeps, options: UpdateOptions): Promise<JobSummary> {
  const range = resolveRange(options, deps.now);
  const limited = range.from !== undefined;
  const run = startRun('update', deps);
  const overwrite = options.overwrite ?? false;
  return withWriteLease(run, run.job, async (lease) => {
    const coverage = await deps.tables.state.coverage();
    return forEachSymbol(run, options.symbols, (ticker, tell) => {
      const known = coverage.get(ticker);
      const filling = known?.state === 'filling';
      const from = filling && !limited ? known.fillingFrom : range.from;
      return ingestSymbol(
        run,
        lease,
        { ticker, range: { ...range, from }, coverage: known, whole: filling || limited || overwrite, overwrite },
        tell,
      );
    });
  });
}
