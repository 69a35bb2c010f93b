import { AppError, messageOf } from '@evenkeel/domain';
import { lastFinishedSession, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { type Machine, mapBounded, type Slots, slots, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import type { Provenance } from '@evenkeel/dynamo/prices';
import { recordedSource } from '../sources';
import type { JobDeps, JobProgress, JobSummary, SymbolSummary } from './job';

/** Symbols worked on at once: enough to keep the table busy, few enough to hold little. */
const AT_ONCE = 3;

/** Batch writes in flight, over all symbols together. */
export const IN_FLIGHT = 12;

/** Lists in the kept summary are cut here; DynamoDB takes items of at most 400 KB. */
const KEPT_ENTRIES = 200;

/** One run of a job. */
export interface JobRun {
  readonly deps: JobDeps;
  readonly machine: Machine;
  readonly job: JobSummary['job'];
  /** Unlike that of any other run; ids ascend with time. */
  readonly id: string;
  /** Instant of the machine's clock at its beginning, in ms since the epoch. */
  readonly began: number;
  /** The last finished session at the run's `now`. */
  readonly asOf: SessionDate;
  /** When this run began on its own clock: marks what it writes. */
  readonly recordedAt: string;
  /** Shared by the batch writes of all symbols. */
  readonly slots: Slots;
}

/** Begins a run. */
export function startRun(job: JobSummary['job'], deps: JobDeps): JobRun {
  const { machine = THIS_MACHINE } = deps;
  const recordedAt = deps.now.toISOString();
  return {
    deps,
    machine,
    job,
    id: `${recordedAt}-${machine.uuid().slice(0, 8)}`,
    began: machine.now(),
    asOf: lastFinishedSession(deps.now),
    recordedAt,
    slots: slots(IN_FLIGHT),
  };
}

/** Marks the bars of `ticker` that this run writes. */
export function provenanceOf({ deps, recordedAt }: JobRun, ticker: Ticker): Provenance {
  return { source: recordedSource(deps.source, ticker), recordedAt };
}

/** Tells whoever watches what is happening to one symbol. */
export type TellProgress = (progress: Pick<JobProgress, 'step' | 'written' | 'toWrite'>) => void;

/**
 * Does `work` for each symbol, a few at a time. One symbol's failure never stops the others: it ends in the summary. The
 * summary is kept in the Ingestion table.
 * @throws AppError `bad-input` without symbols
 */
export async function forEachSymbol(
  run: JobRun,
  symbols: readonly Ticker[],
  work: (ticker: Ticker, tell: TellProgress) => Promise<SymbolSummary>,
): Promise<JobSummary> {
  const unique = [...new Set(symbols)];
  if (unique.length === 0)
    throw new AppError('bad-input', `${run.job}: no symbols; name some with --symbols QQQ,SQQQ`, { what: 'symbols' });
  let finished = 0;
  const summaries = await mapBounded(unique, AT_ONCE, async (symbol) => {
    const tell = (progress: Omit<JobProgress, 'symbol' | 'finished' | 'total'>): void =>
      run.deps.onProgress?.({ symbol, finished, total: unique.length, ...progress });
    try {
      assertTimeLeft(run, symbol);
      const summary = await work(symbol, tell);
      finished += 1;
      tell(summary.error === undefined ? { step: 'done' } : { step: 'failed', error: summary.error });
      return summary;
    } catch (error) {
      finished += 1;
      tell({ step: 'failed', error: messageOf(error) });
      return failedSummary(symbol, messageOf(error));
    }
  });
  const failed = summaries.filter(({ error }) => error !== undefined).map(({ symbol }) => symbol);
  const summary: JobSummary = { job: run.job, asOf: run.asOf, symbols: summaries, failed };
  await keep(run, summary);
  return summary;
}

/** The summary of a symbol for which nothing was done. */
export function emptySummary(symbol: Ticker): SymbolSummary {
  return { symbol, fetched: 0, stored: 0, unchanged: 0, corrected: 0, quarantined: [], gaps: [] };
}

function failedSummary(symbol: Ticker, error: string): SymbolSummary {
  return { ...emptySummary(symbol), error };
}

function assertTimeLeft({ deps, machine, job }: JobRun, symbol: Ticker): void {
  if (deps.deadline === undefined || machine.now() < deps.deadline) return;
  throw new AppError('failed', `${symbol}: not begun when the time of the ${job} was up; run it again to complete it`, {
    symbol,
  });
}

async function keep(run: JobRun, summary: JobSummary): Promise<void> {
  const short = summary.symbols.map((symbol) => ({
    ...symbol,
    quarantined: symbol.quarantined.slice(0, KEPT_ENTRIES),
    gaps: symbol.gaps.slice(0, KEPT_ENTRIES),
    ...(symbol.differences === undefined ? {} : { differences: symbol.differences.slice(0, KEPT_ENTRIES) }),
  }));
  await run.deps.tables.state.putRun({
    job: run.job,
    run: run.id,
    // On the job's own clock, which a local run may have set.
    finishedAt: new Date(run.deps.now.getTime() + run.machine.now() - run.began).toISOString(),
    summary: JSON.stringify({ ...summary, symbols: short }),
  });
}
