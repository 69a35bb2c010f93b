import { nextSession, sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import type { Bar, Judgement, Ticker } from '@evenkeel/domain/prices';
import type { Coverage } from '@evenkeel/dynamo/ingestion';
import { sameBar, type StoredBar } from '@evenkeel/dynamo/prices';
import { coverageAfter, recordQuarantine, sameCoverage } from './coverage';
import { fetchAndJudge } from './fetch-and-judge';
import type { SymbolSummary } from './job';
import { inRange, type ResolvedRange } from './job-range';
import { emptySummary, type JobRun, type TellProgress } from './run-job';
import { replaceBars, type Replacement, storeAbsent, BULK_FROM } from './store-bars';
import { OVERLAP, recentWindow, since, wholeWindow } from './window';
import type { WriteLease } from './write-lease';

/** What a job wants of one symbol. */
export interface SymbolRequest {
  readonly ticker: Ticker;
  readonly range: ResolvedRange;
  /** What was known before; undefined for a symbol never seen. */
  readonly coverage: Coverage | undefined;
  /** Look at the whole range, not only at what is new since the last run. */
  readonly whole: boolean;
  /** Replace stored bars that differ; in a range that begins at a named date also accept what is merely doubtful. */
  readonly overwrite: boolean;
}

/** Brings one symbol up to date: fetch, judge, correct, store, remember. */
export async function ingestSymbol(
  run: JobRun,
  lease: WriteLease,
  request: SymbolRequest,
  tell: TellProgress,
): Promise<SymbolSummary> {
  const { ticker, range, coverage } = request;
  lease.check();
  const window =
    request.whole || coverage === undefined
      ? await wholeWindow(run, ticker, range)
      : await recentWindow(run, ticker, range, coverage);
  if (window === undefined) return emptySummary(ticker);
  tell({ step: 'fetching' });
  const judged = await fetchAndJudge(run.deps, ticker, {
    from: window.fetchFrom,
    stored: request.overwrite ? [] : [...window.before, ...window.stored],
    accepted: request.overwrite && range.from !== undefined ? (session) => inRange(session, range) : undefined,
  });
  const judgement = since(judged, window.from);
  lease.check();
  const wanted = judgement.bars.filter(({ session }) => inRange(session, range));
  const before = new Map(window.stored.map((bar) => [bar.session, bar]));
  const absent = wanted.filter(({ session }) => !before.has(session));
  const replacements = request.overwrite ? overwritten(wanted, before) : restated(judgement, window.stored, range);

  if (absent.length >= BULK_FROM) await markFilling(run, request, window.from);
  const corrected = await replaceBars(run, lease, ticker, replacements, request.overwrite ? 'overwrite' : 'vendor');
  const stored = await storeAbsent(run, lease, ticker, absent, tell);

  const sessions = [...window.stored, ...absent].map(({ session }) => session).toSorted();
  const after = coverageAfter(run, ticker, coverage, { judgement, stored: sessions, from: window.from, to: range.to });
  lease.check();
  await recordQuarantine(run, ticker, coverage, after, judgement.quarantined);
  if (!sameCoverage(coverage, after)) await run.deps.tables.state.putCoverage(after);
  return summaryOf(ticker, judgement, range, after, {
    stored,
    corrected,
    unchanged: wanted.length - stored - corrected,
  });
}

/** Says that a bulk is about to begin, so that a later run completes it if this one dies. */
async function markFilling(
  run: JobRun,
  { ticker, coverage }: SymbolRequest,
  from: SessionDate | undefined,
): Promise<void> {
  if (
    coverage?.state === 'filling' &&
    (coverage.fillingFrom === undefined || (from !== undefined && coverage.fillingFrom <= from))
  )
    return;
  const blank = { ticker, gaps: [], held: [], upcoming: [], changedAt: run.recordedAt };
  await run.deps.tables.state.putCoverage({ ...blank, ...coverage, state: 'filling', fillingFrom: from });
}

/** Credible changes of the last {@link OVERLAP} stored bars; older ones are an audit's business. */
function restated({ overlap }: Judgement, stored: readonly StoredBar[], range: ResolvedRange): Replacement[] {
  if (overlap.verdict !== 'differs') return [];
  const recent = new Map(stored.slice(-OVERLAP).map((bar) => [bar.session, bar]));
  return overlap.restatements.flatMap(({ session, bar }) => {
    const before = recent.get(session);
    return before === undefined || !inRange(session, range) ? [] : [{ before, after: bar }];
  });
}

function overwritten(wanted: readonly Bar[], before: ReadonlyMap<SessionDate, StoredBar>): Replacement[] {
  return wanted.flatMap((after) => {
    const old = before.get(after.session);
    return old === undefined || sameBar(old, after) ? [] : [{ before: old, after }];
  });
}

/** Finished sessions after the newest stored one that the vendor has not sent. */
function awaited({ last, held }: Coverage, { to }: ResolvedRange): SessionDate[] {
  if (last === undefined || last >= to) return [];
  const inQuarantine = new Set(held.filter(({ scope }) => scope === 'bar').map(({ session }) => session));
  return sessionsBetween(nextSession(last), to).filter((session) => !inQuarantine.has(session));
}

function summaryOf(
  symbol: Ticker,
  judgement: Judgement,
  range: ResolvedRange,
  coverage: Coverage,
  counts: Pick<SymbolSummary, 'stored' | 'corrected' | 'unchanged'>,
): SymbolSummary {
  const quarantined = judgement.quarantined.filter(({ session }) => session <= range.to);
  const bars = quarantined.filter(({ scope, session }) => scope === 'bar' && inRange(session, range)).length;
  const withheld = quarantined.find(({ scope }) => scope === 'fetch');
  return {
    symbol,
    fetched: counts.stored + counts.corrected + counts.unchanged + bars,
    ...counts,
    quarantined: quarantined.map(({ session, reason }) => ({ date: session, reason })),
    gaps: [...coverage.gaps.filter((session) => inRange(session, range)), ...awaited(coverage, range)],
    ...(withheld === undefined
      ? {}
      : {
          error: `${symbol} ${withheld.session}: the whole answer is held back (${withheld.reason}): ${withheld.detail}`,
        }),
  };
}
