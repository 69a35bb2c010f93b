import {
  finalAt,
  isSessionDate,
  lastFinishedSession,
  nextSession,
  sessionsAfter,
  type SessionDate,
} from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { LatestView } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';
import { isCurrent, type ListedView } from './listed-view';
import { problemReader, type WaitingProblem } from './waiting-problem';

/** How a view stands against the exchange's calendar at this moment: no part of the view, which knows no clock. */
export interface Standing {
  /** Null where the targets are those of the last finished session. */
  readonly stale: Stale | null;
  /** Symbols without the bar that targets of the last finished session, or of the newest that is stored, need. */
  readonly waitingFor: readonly Waiting[];
}

/** Targets that are behind. */
export interface Stale {
  /** The exchange's last finished session. */
  readonly expected: SessionDate;
  /** Sessions after the targets' own, up to `expected`; null where there have been no targets. */
  readonly sessionsBehind: number | null;
}

/** One symbol that keeps the targets back, and why. */
export interface Waiting extends WaitingProblem {
  readonly symbol: Ticker;
  /** The newest session that it has. */
  readonly newest: SessionDate | null;
  /** ISO instant from which the first bar that it lacks was final; null where it has no bar at all. */
  readonly since: string | null;
}

/** Compares a view with the calendar; only where it is behind is anything read. Of a retired portfolio nothing is expected. */
export async function standingOf(view: ListedView, ports: ApiPorts): Promise<Standing> {
  if (!isCurrent(view)) return { stale: null, waitingFor: [] };
  const expected = lastFinishedSession(ports.now());
  const behind = behindIn(view, expected);
  const stale = staleness(view, ports.now());
  if (behind.length === 0) return { stale, waitingFor: [] };
  const problemOf = await problemReader(ports);
  const waitingFor = await Promise.all(
    behind.map(async ({ symbol, newest }): Promise<Waiting> => {
      const lacks = newest === null ? null : nextSession(newest);
      const since = lacks === null ? null : finalAt(lacks).toISOString();
      return { symbol, newest, since, ...(await problemOf(symbol, lacks)) };
    }),
  );
  return { stale, waitingFor };
}

/** How far targets of `asOf` are behind the last session that has finished at `now`. */
export function staleness({ asOf, retiredSince }: Pick<ListedView, 'asOf' | 'retiredSince'>, now: Date): Stale | null {
  if (!isCurrent({ retiredSince })) return null;
  const expected = lastFinishedSession(now);
  if (asOf === null) return { expected, sessionsBehind: null };
  return isSessionDate(asOf) && asOf < expected ? { expected, sessionsBehind: sessionsAfter(asOf, expected) } : null;
}

interface Behind {
  readonly symbol: Ticker;
  readonly newest: SessionDate | null;
}

/** Those that the view waits for, and where nobody has the expected session, the legs of its pairs. */
function behindIn({ waitsFor, newest, pairs }: LatestView, expected: SessionDate): Behind[] {
  const waiting = waitsFor.map((each) => ({ symbol: parseTicker(each.symbol), newest: dateOf(each.newest) }));
  if (newest === null || newest >= expected) return waiting;
  const named = new Set<string>(waiting.map(({ symbol }) => symbol));
  const legs = [...new Set(pairs.flatMap(({ base, inverse }) => [base, inverse]))].filter((leg) => !named.has(leg));
  return [...legs.map((leg) => ({ symbol: parseTicker(leg), newest: dateOf(newest) })), ...waiting];
}

function dateOf(text: string | null): SessionDate | null {
  return text !== null && isSessionDate(text) ? text : null;
}
