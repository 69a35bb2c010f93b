import { sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import type { Judgement, VendorRow } from '@evenkeel/domain/prices';
import { day, vendorRow, type BarValues } from './bars';

/** Friday evening of {@link WEEK}. */
export const now = new Date('2024-06-28T22:30:00Z');

/** Monday 24 to Friday 28 June 2024. */
export const WEEK: readonly SessionDate[] = sessionsBetween(day('2024-06-24'), day('2024-06-28'));

/** One row a session of that week, all at 100 unless told otherwise by date. */
export function week(changes: Readonly<Record<string, BarValues>> = {}): VendorRow[] {
  return WEEK.map((session) => vendorRow(session, changes[session]));
}

/** The sessions of the bars that passed. */
export function sessionsOf(judgement: Judgement): SessionDate[] {
  return judgement.bars.map((bar) => bar.session);
}

/** What was held back: session, scope, reason. */
export function reasonsOf(judgement: Judgement): string[][] {
  return judgement.quarantined.map(({ session, scope, reason }) => [session, scope, reason]);
}
