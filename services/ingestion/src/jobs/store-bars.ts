import { AppError } from '@evenkeel/domain';
import type { Bar, Ticker } from '@evenkeel/domain/prices';
import type { CorrectionKind } from '@evenkeel/dynamo/ingestion';
import { sameBar, type StoredBar } from '@evenkeel/dynamo/prices';
import { IN_FLIGHT, provenanceOf, type JobRun, type TellProgress } from './run-job';
import type { WriteLease } from './write-lease';

/** More new bars than this are written in bulk; fewer wake the strategy one by one, which is cheap. */
export const BULK_FROM = 26;

/**
 * Stores bars whose sessions are known to be absent, ascending. Many go in bulk, which does not wake the strategy; then
 * the strategy hears of them by normal puts: of the oldest, since another symbol may have woken it in the middle of the bulk and
 * let it settle months with holes, and last of the newest. Those two are absent until the bulk is complete, so a run after a crash
 * finds and puts them.
 */
export async function storeAbsent(
  run: JobRun,
  lease: WriteLease,
  ticker: Ticker,
  bars: readonly Bar[],
  tell: TellProgress,
): Promise<number> {
  const { prices } = run.deps.tables;
  const provenance = provenanceOf(run, ticker);
  const bulk = bars.length < BULK_FROM ? [] : bars.slice(1, -1);
  const inBulk = new Set(bulk);
  let written = 0;
  const count = (items: number): void => {
    written += items;
    tell({ step: 'storing', written, toWrite: bars.length });
  };
  if (bulk.length > 0) {
    await prices.writeBulk(ticker, bulk, provenance, {
      concurrency: IN_FLIGHT,
      slots: run.slots,
      deadline: run.deps.deadline,
      machine: run.machine,
      check: () => lease.check(),
      onWritten: count,
    });
  }
  let found = 0;
  for (const bar of bars.filter((each) => !inBulk.has(each))) {
    lease.check();
    const outcome = await prices.putIfAbsent(ticker, bar, provenance);
    if (!outcome.stored) found += 1;
    count(1);
  }
  return bars.length - found;
}

/** A stored bar and what is to take its place. */
export interface Replacement {
  readonly before: StoredBar;
  readonly after: Bar;
  /** Source of the new values, where it is not the job's. */
  readonly source?: string | undefined;
}

/**
 * Replaces stored bars, each in one transaction with its record in the audit trail.
 * @throws AppError `conflict` when a bar is no longer what was read
 */
export async function replaceBars(
  run: JobRun,
  lease: WriteLease,
  ticker: Ticker,
  replacements: readonly Replacement[],
  kind: CorrectionKind,
): Promise<number> {
  const { prices, state } = run.deps.tables;
  const { recordedAt, source: ownSource } = provenanceOf(run, ticker);
  for (const { before, after, source = ownSource } of replacements) {
    lease.check();
    const { session } = after;
    const record = state.correctionWrite({
      ticker,
      session,
      kind,
      run: run.id,
      recordedAt,
      source,
      oldSource: before.source,
      before,
      after,
    });
    if (await prices.replace(ticker, before, after, { source, recordedAt }, record)) continue;
    // A repeated request after a lost acknowledgement finds its own work done.
    const [current] = await prices.bars(ticker, { from: session, to: session, consistent: true });
    if (current !== undefined && sameBar(current, after)) continue;
    throw new AppError(
      'conflict',
      `${ticker} ${session}: the stored bar changed while it was being corrected; run this again`,
      { symbol: ticker, session },
    );
  }
  return replacements.length;
}
