import { exchangeDate, isSession, nextSession, sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import type { Bar, Judgement, Ticker } from '@evenkeel/domain/prices';
import { sameBar, type Coverage, type StoredBar } from '@evenkeel/dynamo';
import { coverageAfter, pendingSessions, recordQuarantine, sameCoverage } from './coverage';
import { fetchAndJudge } from './fetch-and-judge';
import type { SymbolSummary } from './job';
import { inRange, type ResolvedRange } from './job-range';
import { emptySummary, type JobRun, type Report } from './run-job';
import { replaceBars, type Replacement, storeAbsent, BULK_FROM } from './store-bars';
import type { WriteLease } from './write-lease';

/** Stored sessions that are compared with each new answer. */
export const OVERLAP = 10;

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

/** Where a fetch begins, and the stored bars from there on. */
interface Window {
  readonly from: SessionDate | undefined;
  readonly stored: readonly StoredBar[];
}

/** Brings one symbol up to date: fetch, judge, correct, store, remember. */
export async function ingestSymbol(run: JobRun, lease: WriteLease, request: SymbolRequest, report: Report): Promise<SymbolSummary> {
  const { ticker, range, coverage } = request;
  const window = request.whole || coverage === undefined ? await wholeWindow(run, request) : await recentWindow(run, ticker, range, coverage);
  if (window === undefined) return emptySummary(ticker);
  report({ step: 'fetching' });
  const judgement = await fetchAndJudge(run.deps, ticker, {
    from: window.from,
    stored: request.overwrite ? [] : window.stored,
    accepted: request.overwrite && range.from !== undefined ? (session) => inRange(session, range) : undefined,
  });
  lease.check();
  const wanted = judgement.bars.filter(({ session }) => inRange(session, range));
  const before = new Map(window.stored.map((bar) => [bar.session, bar]));
  const absent = wanted.filter(({ session }) => !before.has(session));
  const replacements = request.overwrite ? overwritten(wanted, before) : corrections(judgement, window.stored, range);

  if (absent.length >= BULK_FROM) await markFilling(run, request, window.from);
  const corrected = await replaceBars(run, lease, ticker, replacements, request.overwrite ? 'overwrite' : 'vendor');
  const stored = await storeAbsent(run, lease, ticker, absent, window.stored.at(-1)?.session, report);

  const sessions = [...window.stored, ...absent].map(({ session }) => session).toSorted();
  const after = coverageAfter(run, ticker, coverage, { judgement, stored: sessions, from: window.from, to: range.to });
  await recordQuarantine(run, ticker, coverage, after, judgement.quarantined);
  if (!sameCoverage(coverage, after)) await run.deps.tables.state.putCoverage(after);
  return summaryOf(ticker, judgement, range, after, { stored, corrected, unchanged: wanted.length - stored - corrected });
}

/** Everything in the range; or, when an earlier bulk was interrupted, at least all that it was to fill. */
async function wholeWindow(run: JobRun, { ticker, range }: SymbolRequest): Promise<Window> {
  const stored = await run.deps.tables.prices.bars(ticker, { from: range.from, consistent: true });
  return { from: range.from, stored };
}

/**
 * The last {@link OVERLAP} stored sessions and what is pending; one small read when nothing is. Undefined when there is
 * nothing to ask: all is stored, and the exchange is closed today.
 */
async function recentWindow(run: JobRun, ticker: Ticker, range: ResolvedRange, coverage: Coverage): Promise<Window | undefined> {
  const { prices } = run.deps.tables;
  const pending = pendingSessions(coverage).filter((session) => inRange(session, range));
  const last = (await prices.lastBars(ticker, OVERLAP, { consistent: true })).toReversed();
  const oldest = last[0]?.session;
  if (oldest === undefined) return { from: coverage.first, stored: [] };
  const current = last.at(-1)?.session === run.asOf && pending.length === 0;
  if (current && !isSession(exchangeDate(run.deps.now))) return undefined;
  // A run that died between its bars and its coverage leaves the coverage behind.
  const known = coverage.last === undefined || coverage.last > oldest ? oldest : coverage.last;
  const from = [...pending, known].reduce((a, b) => (a < b ? a : b), oldest);
  return { from, stored: from === oldest ? last : await prices.bars(ticker, { from, consistent: true }) };
}

/** Says that a bulk is about to begin, so that a later run completes it if this one dies. */
async function markFilling(run: JobRun, { ticker, coverage }: SymbolRequest, from: SessionDate | undefined): Promise<void> {
  if (coverage?.state === 'filling' && (coverage.fillingFrom === undefined || (from !== undefined && coverage.fillingFrom <= from))) return;
  const blank = { ticker, gaps: [], held: [], upcoming: [], vintage: run.provenance.recordedAt };
  await run.deps.tables.state.putCoverage({ ...blank, ...coverage, state: 'filling', fillingFrom: from });
}

/** Credible changes of the last {@link OVERLAP} stored bars; older ones are an audit's business. */
function corrections({ overlap }: Judgement, stored: readonly StoredBar[], range: ResolvedRange): Replacement[] {
  if (overlap.verdict !== 'differs') return [];
  const recent = new Map(stored.slice(-OVERLAP).map((bar) => [bar.session, bar]));
  return overlap.corrections.flatMap(({ session, bar }) => {
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
      : { error: `${symbol} ${withheld.session}: the whole answer is held back (${withheld.reason}): ${withheld.detail}` }),
  };
}
