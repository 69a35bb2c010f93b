import {
  addCalendarDays,
  addCalendarMonths,
  parseSessionDate,
  sessionOnOrBefore,
  type SessionDate,
} from '@evenkeel/domain/calendar';
import { pathBetween } from '@evenkeel/domain/prices';
import type { StoredPaths } from '@evenkeel/dynamo/prices';
import type { Checkpoint } from '@evenkeel/dynamo/strategy';

/**
 * The months of `stored` that are settled: those before the month of `asOf`, the newest session that every symbol has. A month
 * without any bar has no checkpoint.
 */
export function settledMonths(
  stored: Pick<StoredPaths, 'paths' | 'unreadable' | 'sources'>,
  asOf: SessionDate,
): Checkpoint[] {
  const months = new Set<SessionDate>();
  const current = firstOfMonth(asOf);
  for (const { sessions } of stored.paths.values()) {
    let month: SessionDate | undefined;
    for (const session of sessions) {
      if (session >= current) break;
      if (month !== undefined && session.startsWith(month.slice(0, 7))) continue;
      month = firstOfMonth(session);
      months.add(month);
    }
  }
  for (const { session } of stored.unreadable) if (session < current) months.add(firstOfMonth(session));
  return [...months].sort().map((from) => {
    const to = addCalendarDays(addCalendarMonths(from, 1), -1);
    return {
      date: sessionOnOrBefore(to),
      paths: new Map([...stored.paths].map(([ticker, path]) => [ticker, pathBetween(path, { from, to })])),
      sources: [...(stored.sources.get(from.slice(0, 7)) ?? [])].sort(),
      unreadable: stored.unreadable.filter(({ session }) => session >= from && session <= to),
    };
  });
}

/** The first calendar day of a date's month. */
export function firstOfMonth(date: SessionDate): SessionDate {
  return parseSessionDate(`${date.slice(0, 7)}-01`, 'month');
}

/** The first calendar day of the month after a date's. */
export function monthAfter(date: SessionDate): SessionDate {
  return addCalendarMonths(firstOfMonth(date), 1);
}
