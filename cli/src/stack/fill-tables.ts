import { runUpdate, runWarmUp, type JobDeps, type JobSummary, type JobTables } from '@evenkeel/ingestion/jobs';
import { openDatabase } from '../operations/connection';
import { showJobProgress } from '../operations/job-progress';
import type { Terminal } from '../terminal/terminal';
import { LOCAL_STAGE } from './stack';
import type { StoredSessions } from './targets-view';
import type { UpPlan } from './up-plan';

/** What ingesting left behind. */
export interface FilledTables {
  readonly summaries: readonly JobSummary[];
  readonly stored: StoredSessions;
}

/**
 * Brings the price table up to the plan's now: a warm-up for symbols that have none or an interrupted one, an
 * update for the others.
 */
export async function fillTables(endpoint: string, plan: UpPlan, terminal: Terminal): Promise<FilledTables> {
  const database = openDatabase({ stage: LOCAL_STAGE, endpoint });
  try {
    const coverage = await database.tables.state.coverage();
    const complete = plan.symbols.filter((symbol) => coverage.get(symbol)?.state === 'complete');
    const rest = plan.symbols.filter((symbol) => !complete.includes(symbol));
    const summaries: JobSummary[] = [];
    for (const [job, symbols] of [
      ['warm-up', rest],
      ['update', complete],
    ] as const) {
      if (symbols.length === 0) continue;
      const progress = showJobProgress(terminal, job, symbols.length);
      const deps: JobDeps = {
        source: plan.source,
        tables: database.tables,
        now: plan.now,
        pairs: plan.portfolios.flatMap(({ portfolio }) => portfolio.pairs),
        onProgress: (step) => progress.onProgress(step),
      };
      try {
        summaries.push(job === 'warm-up' ? await runWarmUp(deps, { symbols }) : await runUpdate(deps, { symbols }));
      } finally {
        progress.stop();
      }
    }
    return { summaries, stored: await newestSessions(plan, database.tables) };
  } finally {
    database.close();
  }
}

async function newestSessions(plan: UpPlan, { prices }: JobTables): Promise<StoredSessions> {
  const entries = plan.symbols.map(
    async (symbol) => [symbol, await prices.newestSession(symbol, { consistent: true })] as const,
  );
  return new Map(await Promise.all(entries));
}
