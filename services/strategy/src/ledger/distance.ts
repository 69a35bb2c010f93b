import type { BacktestRun } from '@evenkeel/domain/backtest';
import type { BookedEntry, DistanceReason, DistanceYear } from '@evenkeel/dynamo/strategy';

/** A difference below this share is rounding: what is held is rolled by ratios instead of being kept in units. */
const ROUNDING = 1e-9;

/**
 * A ledger beside the backtest that began on the same day, by calendar year: NAV as it was booked, NAV of the backtest as prices are
 * known now, and why they differ. A reason stays for as long as the difference does: what a correction or another file has made
 * differ is carried on by what is held.
 * @param entries those of the sessions to be compared, in the order in which they were booked, with all corrections of them
 * @param backtest from the ledger's first day, by the portfolio's file as it is now
 * @param generation of that file
 * @param before reasons of the session before them
 */
export function distanceYears(
  entries: readonly BookedEntry[],
  backtest: Pick<BacktestRun, 'sessions' | 'nav'>,
  generation: number,
  before: readonly DistanceReason[] = [],
): Map<string, DistanceYear> {
  const navs = new Map<string, number>(
    backtest.sessions.map((session, row) => [session, backtest.nav[row] ?? Number.NaN]),
  );
  const corrected = new Set(entries.flatMap(({ entry }) => entry.corrects.map(({ session }) => session)));
  const years = new Map<string, DistanceYear>();
  const seen = new Set<DistanceReason>(before);
  let reasons = before;
  for (const { entry, generation: own } of entries) {
    if (entry.kind === 'correction') continue;
    const { session, nav } = entry;
    const events: DistanceReason[] = [
      ...(corrected.has(session) ? (['correction'] as const) : []),
      ...(own !== generation ? (['generation'] as const) : []),
    ];
    for (const event of [...events, ...(entry.late ? (['late'] as const) : [])]) seen.add(event);
    const other = navs.get(session);
    reasons = reasonsFor(nav, other, [...reasons, ...events], seen);
    const row = { sessions: [session], ledger: [nav], backtest: [other ?? null], reasons: [[...reasons]] };
    const year = session.slice(0, 4);
    years.set(year, joined(years.get(year), row));
  }
  return years;
}

function reasonsFor(
  ledger: number,
  backtest: number | undefined,
  causes: readonly DistanceReason[],
  seen: ReadonlySet<DistanceReason>,
): DistanceReason[] {
  if (ledger === backtest) return [];
  if (backtest !== undefined && Math.abs(ledger - backtest) < ROUNDING * Math.abs(backtest)) return ['rounding'];
  const direct = [...new Set(causes)].filter((reason) => reason !== 'rounding');
  if (direct.length > 0) return direct;
  const earlier = [...seen].filter((reason) => reason !== 'rounding');
  return earlier.length > 0 ? earlier : ['other'];
}

/** A year, and the rows that come after. */
export function joined(known: DistanceYear | undefined, after: DistanceYear): DistanceYear {
  if (known === undefined) return after;
  return {
    sessions: [...known.sessions, ...after.sessions],
    ledger: [...known.ledger, ...after.ledger],
    backtest: [...known.backtest, ...after.backtest],
    reasons: [...known.reasons, ...after.reasons],
  };
}
