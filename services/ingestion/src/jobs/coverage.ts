import { sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import type { Judgement, Ticker } from '@evenkeel/domain/prices';
import type { Coverage, Held, QuarantineEntry } from '@evenkeel/dynamo/ingestion';
import type { JobRun } from './run-job';

/** What a run has found out about one symbol. */
export interface Findings {
  readonly judgement: Judgement;
  /** Sessions that are stored now, of those from `from` on; ascending. */
  readonly stored: readonly SessionDate[];
  /** First date the run looked at; everything stored when absent. */
  readonly from?: SessionDate | undefined;
  /** Last session the run looked at. */
  readonly to: SessionDate;
}

/** The coverage that follows from what was known before and what a run has found. */
export function coverageAfter(run: JobRun, ticker: Ticker, before: Coverage | undefined, findings: Findings): Coverage {
  const { judgement, stored } = findings;
  const held = heldAfter(before, findings);
  return {
    ticker,
    ...stateAfter(before, findings),
    first: earliest(before?.first, stored[0]),
    last: latest(before?.last, stored.at(-1)),
    gaps: gapsOf(stored, held, before),
    held,
    changedAt: run.recordedAt,
    upcoming: judgement.eventsWithoutBar
      .filter(({ session }) => session > run.asOf)
      .map(({ session, kind, value }) => ({ session, kind, amount: value.toFixed() })),
  };
}

/** True when the two say the same but for the instant at which they were found out. */
export function sameCoverage(one: Coverage | undefined, other: Coverage): boolean {
  return one !== undefined && contentOf(one) === contentOf(other);
}

function contentOf(coverage: Coverage): string {
  const { state, fillingFrom, first, last, gaps, held, upcoming } = coverage;
  return JSON.stringify([
    [state, fillingFrom, first, last, gaps],
    held.map(({ session, scope, reason }) => [session, scope, reason]),
    upcoming.map(({ session, kind, amount }) => [session, kind, amount]),
  ]);
}

/** Sessions that each update asks for again: gaps, and bars in quarantine. */
export function pendingSessions(coverage: Coverage | undefined): readonly SessionDate[] {
  if (coverage === undefined) return [];
  return [...coverage.gaps, ...coverage.held.filter(({ scope }) => scope === 'bar').map(({ session }) => session)];
}

/** Puts new entries into quarantine and takes out what has been resolved; entries that stay are left as they are. */
export async function recordQuarantine(
  run: JobRun,
  ticker: Ticker,
  before: Coverage | undefined,
  after: Coverage,
  quarantined: Judgement['quarantined'],
): Promise<void> {
  const { state } = run.deps.tables;
  const known = new Map((before?.held ?? []).map((each) => [keyOf(each), each]));
  const now = new Map(after.held.map((each) => [keyOf(each), each]));
  for (const entry of quarantined) {
    if (now.has(keyOf(entry)) && known.get(keyOf(entry))?.reason !== entry.reason) {
      await state.putQuarantined(entryOf(run, ticker, entry));
    }
  }
  for (const [key, each] of known) if (!now.has(key)) await state.removeQuarantined(ticker, each);
}

function entryOf(run: JobRun, ticker: Ticker, entry: Judgement['quarantined'][number]): QuarantineEntry {
  const { session, scope, reason, detail } = entry;
  return { ticker, session, scope, reason, detail, seenAt: run.recordedAt };
}

function keyOf({ session, scope }: Pick<Held, 'session' | 'scope'>): string {
  return `${session}#${scope}`;
}

/** A fetch that was held back as a whole completes nothing, nor does one that begins after what is being filled. */
function stateAfter(
  before: Coverage | undefined,
  { judgement, from }: Findings,
): Pick<Coverage, 'state' | 'fillingFrom'> {
  const began = before?.state === 'filling' ? before : undefined;
  const withheld = judgement.quarantined.some(({ scope }) => scope === 'fetch');
  const short =
    began !== undefined && from !== undefined && (began.fillingFrom === undefined || began.fillingFrom < from);
  if (short || (withheld && began !== undefined)) return { state: 'filling', fillingFrom: began.fillingFrom };
  return withheld && before === undefined ? { state: 'filling', fillingFrom: from } : { state: 'complete' };
}

/** What this run holds back, and what earlier ones did of sessions that this one has not looked at. */
function heldAfter(before: Coverage | undefined, { judgement, from, to }: Findings): Held[] {
  const found = judgement.quarantined
    .filter(({ session }) => session <= to)
    .map(({ session, scope, reason }): Held => ({ session, scope, reason }));
  const keys = new Set(found.map(keyOf));
  const kept = (before?.held ?? []).filter(
    (each) => ((from !== undefined && each.session < from) || each.session > to) && !keys.has(keyOf(each)),
  );
  return [...kept, ...found].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Sessions of the calendar without a bar: between the stored ones, and between them and what was stored before. */
function gapsOf(stored: readonly SessionDate[], held: readonly Held[], before: Coverage | undefined): SessionDate[] {
  const [oldest, newest] = [stored[0], stored.at(-1)];
  const known = before?.gaps ?? [];
  if (oldest === undefined || newest === undefined) return [...known];
  const from = before?.last !== undefined && before.last < oldest ? before.last : oldest;
  const to = before?.first !== undefined && before.first > newest ? before.first : newest;
  const accounted = new Set([
    ...stored,
    ...held.filter(({ scope }) => scope === 'bar').map(({ session }) => session),
    from,
    to,
  ]);
  return [
    ...known.filter((session) => session < from),
    ...sessionsBetween(from, to).filter((session) => !accounted.has(session)),
    ...known.filter((session) => session > to),
  ];
}

function earliest(one: SessionDate | undefined, other: SessionDate | undefined): SessionDate | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

function latest(one: SessionDate | undefined, other: SessionDate | undefined): SessionDate | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}
