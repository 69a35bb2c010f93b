import { AppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { type Bar, compareOverlap, differencesOf, type Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import type { AuditOptions, Difference, JobDeps, JobSummary, SymbolSummary } from './job';
import { fetchAndJudge } from './fetch-and-judge';
import { inRange, resolveRange, type ResolvedRange } from './job-range';
import { emptySummary, forEachSymbol, type JobRun, startRun } from './run-job';
import { replaceBars, type Replacement } from './store-bars';
import { undoRepair } from './undo-repair';
import { since, wholeWindow } from './window';
import { withWriteLease, type WriteLease } from './write-lease';

/** A repair that would move more bars than this by one ratio, or most of them, is an operator's `--overwrite`. */
const REPAIRABLE = 10;

/**
 * Compares the whole stored history with a fresh answer of the vendor and reports every value that differs by more than
 * rounding. Changes nothing, unless `repair` stores what the vendor says now, old values going to the audit trail, or
 * `undo` puts back what a repair replaced. Bars that only one side has are reported and left to `update`: nothing
 * is deleted because a vendor stopped sending it.
 * @throws AppError `bad-input` for options that make no sense or a repair that is not there, `busy` while another job writes
 */
export async function runAudit(deps: JobDeps, options: AuditOptions): Promise<JobSummary> {
  refuseContradictions(options);
  const range = resolveRange(options, deps.now);
  const run = startRun('audit', deps);
  if (options.undo !== undefined) {
    const wanted = options.undo;
    return withWriteLease(run, 'audit --undo', (lease) => undoRepair(run, lease, options.symbols, wanted));
  }
  if (options.repair !== true) return forEachSymbol(run, options.symbols, (ticker) => auditSymbol(run, ticker, range));
  const summary = await withWriteLease(run, 'audit --repair', (lease) =>
    forEachSymbol(run, options.symbols, (ticker) => auditSymbol(run, ticker, range, lease)),
  );
  return summary.symbols.some(({ corrected }) => corrected > 0) ? { ...summary, repair: run.id } : summary;
}

function refuseContradictions({ repair, undo, period, from, to }: AuditOptions): void {
  if (undo === undefined) return;
  if (repair === true)
    throw new AppError('bad-input', '--repair and --undo contradict each other: give one of them', { what: 'undo' });
  if (period !== undefined || from !== undefined || to !== undefined) {
    throw new AppError('bad-input', '--undo takes back a whole repair: leave out --period, --from and --to', {
      what: 'undo',
    });
  }
}

/** A session's bar on both sides. */
interface Compared {
  readonly session: SessionDate;
  readonly stored: StoredBar | undefined;
  readonly vendor: Bar | undefined;
}

/** Compares one symbol, and repairs it when there is a lease to write. */
async function auditSymbol(
  run: JobRun,
  ticker: Ticker,
  range: ResolvedRange,
  lease?: WriteLease,
): Promise<SymbolSummary> {
  const window = await wholeWindow(run, ticker, range);
  const stored = window.stored.filter(({ session }) => session <= range.to);
  const judged = await fetchAndJudge(run.deps, ticker, {
    from: window.fetchFrom,
    stored: [],
    known: [...window.before, ...window.stored],
  });
  const judgement = since(judged, window.from);
  const vendor = judgement.bars.filter(({ session }) => inRange(session, range));
  const heldBack = new Set(judgement.quarantined.map(({ session }) => session));
  const withheld = judgement.quarantined.find(({ scope }) => scope === 'fetch');
  const compared =
    withheld === undefined ? sideBySide(stored, vendor).filter(({ session }) => !heldBack.has(session)) : [];
  const differences = compared.flatMap(differencesIn);
  const distrust = withheld?.detail ?? distrustOf(stored, vendor);
  const corrected =
    lease === undefined || distrust !== undefined
      ? 0
      : await replaceBars(run, lease, ticker, repairs(compared), 'repair');
  const differing = new Set(differences.map(({ date }) => date)).size;
  return {
    ...emptySummary(ticker),
    fetched: vendor.length,
    unchanged: compared.length - differing,
    corrected,
    quarantined: judgement.quarantined.map(({ session, reason }) => ({ date: session, reason })),
    gaps: compared.filter((each) => each.stored === undefined).map(({ session }) => session),
    differences,
    ...(distrust === undefined || (lease === undefined && withheld === undefined)
      ? {}
      : { error: `${ticker}: the vendor's answer is not believed as a whole: ${distrust}; nothing was repaired` }),
  };
}

function sideBySide(stored: readonly StoredBar[], vendor: readonly Bar[]): Compared[] {
  const ours = new Map(stored.map((bar) => [bar.session, bar]));
  const theirs = new Map(vendor.map((bar) => [bar.session, bar]));
  const sessions = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  return sessions.map((session) => ({ session, stored: ours.get(session), vendor: theirs.get(session) }));
}

function differencesIn({ session, stored, vendor }: Compared): Difference[] {
  if (stored === undefined || vendor === undefined) {
    return [
      { date: session, field: 'bar', stored: stored?.close.toFixed() ?? null, vendor: vendor?.close.toFixed() ?? null },
    ];
  }
  return differencesOf(stored, vendor).map((change) => ({
    date: session,
    field: ATTRIBUTE[change.field],
    stored: change.stored.toFixed(),
    vendor: change.fetched.toFixed(),
  }));
}

const ATTRIBUTE = {
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  dividend: 'dividends',
  split: 'splits',
} as const;

/** Stored bars with the differing values, and only them, replaced. */
function repairs(compared: readonly Compared[]): Replacement[] {
  return compared.flatMap(({ stored, vendor }) => {
    if (stored === undefined || vendor === undefined) return [];
    const changes = differencesOf(stored, vendor);
    if (changes.length === 0) return [];
    return [
      {
        before: stored,
        after: { ...stored, ...Object.fromEntries(changes.map(({ field, fetched }) => [field, fetched])) },
      },
    ];
  });
}

/** Why the vendor's prices are not to replace ours: too many of them moved together. */
function distrustOf(stored: readonly StoredBar[], vendor: readonly Bar[]): string | undefined {
  const overlap = compareOverlap(stored, vendor);
  if (overlap.verdict !== 'distrusted') return undefined;
  const theirs = new Map(vendor.map((bar) => [bar.session, bar]));
  const moved = stored.filter((bar) => {
    const other = theirs.get(bar.session);
    return other !== undefined && differencesOf(bar, other).length > 0;
  });
  return moved.length > REPAIRABLE || moved.length * 2 > stored.length ? overlap.detail : undefined;
}
