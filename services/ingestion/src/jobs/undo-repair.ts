import { AppError } from '@evenkeel/domain';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Correction } from '@evenkeel/dynamo/ingestion';
import { sameBar } from '@evenkeel/dynamo/prices';
import type { JobSummary } from './job';
import { emptySummary, forEachSymbol, type JobRun } from './run-job';
import { replaceBars, type Replacement } from './store-bars';
import type { WriteLease } from './write-lease';

/**
 * Puts back what a repair replaced. Undoing twice changes nothing the second time.
 * @param wanted the repair's run id, or `latest`
 * @throws AppError `bad-input` when there is no such repair of these symbols
 */
export async function undoRepair(
  run: JobRun,
  lease: WriteLease,
  symbols: readonly Ticker[],
  wanted: string,
): Promise<JobSummary> {
  const repairs = new Map<Ticker, readonly Correction[]>();
  for (const ticker of symbols) {
    const trail = await run.deps.tables.state.corrections(ticker);
    repairs.set(
      ticker,
      trail.filter(({ kind }) => kind === 'repair'),
    );
  }
  const ids = [...repairs.values()]
    .flat()
    .map((repair) => repair.run)
    .toSorted();
  const id = wanted === 'latest' ? ids.at(-1) : ids.find((each) => each === wanted);
  if (id === undefined) {
    throw new AppError(
      'bad-input',
      `--undo ${wanted}: no such repair of ${symbols.join(', ')}; its id is the "repair" of the audit that made it`,
      { what: 'undo' },
    );
  }
  return forEachSymbol(run, symbols, async (ticker) => {
    const replacements = await replacementsOf(
      run,
      ticker,
      (repairs.get(ticker) ?? []).filter((repair) => repair.run === id),
    );
    return { ...emptySummary(ticker), corrected: await replaceBars(run, lease, ticker, replacements, 'undo') };
  });
}

async function replacementsOf(run: JobRun, ticker: Ticker, repairs: readonly Correction[]): Promise<Replacement[]> {
  const replacements: Replacement[] = [];
  for (const { session, before, after, oldSource } of repairs) {
    const [stored] = await run.deps.tables.prices.bars(ticker, { from: session, to: session, consistent: true });
    if (stored !== undefined && sameBar(stored, before)) continue;
    if (stored === undefined || !sameBar(stored, after)) {
      throw new AppError(
        'bad-data',
        `${ticker} ${session}: the bar has been changed again since the repair; nothing of ${ticker} is undone`,
        { symbol: ticker, session },
      );
    }
    replacements.push({ before: stored, after: before, source: oldSource });
  }
  return replacements;
}
