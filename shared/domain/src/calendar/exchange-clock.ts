import { dateOfDayNumber, dayNumber, MS_PER_DAY } from './civil-date';
import { REGULAR_CLOSE_HOUR } from './early-closes';
import { exchangeInstant, exchangeOffset } from './exchange-zone';
import type { SessionDate } from './session-date';
import { closeHourOf, previousSession, sessionOnOrBefore } from './sessions';

const MS_PER_HOUR = 3_600_000;

/** How long after its close a session's bar may still change: late prints, the official closing price. */
export const FINAL_AFTER_MINUTES = 15;

/** The calendar date in New York at `instant`. */
export function exchangeDate(instant: Date): SessionDate {
  const time = instant.getTime();
  return dateOfDayNumber(Math.floor((time + exchangeOffset(time)) / MS_PER_DAY));
}

/**
 * When the session of `date` ends, and whether that is earlier than usual.
 * @throws AppError `bad-data` when `date` has no session
 */
export function sessionClose(date: SessionDate): { readonly closesAt: Date; readonly early: boolean } {
  const hour = closeHourOf(date);
  return { closesAt: wallClock(date, hour), early: hour !== REGULAR_CLOSE_HOUR };
}

/** From when on the bar of a session counts as final: its close and {@link FINAL_AFTER_MINUTES}. */
export function finalAt(session: SessionDate): Date {
  return new Date(sessionClose(session).closesAt.getTime() + FINAL_AFTER_MINUTES * 60_000);
}

/** True when the bar of `session` is final at `now`. */
export function isFinal(session: SessionDate, now: Date): boolean {
  return now.getTime() >= finalAt(session).getTime();
}

/** The newest session whose bar is final at `now`. */
export function lastFinishedSession(now: Date): SessionDate {
  const newest = sessionOnOrBefore(exchangeDate(now));
  return isFinal(newest, now) ? newest : previousSession(newest);
}

function wallClock(date: SessionDate, hour: number): Date {
  return new Date(exchangeInstant(dayNumber(date) * MS_PER_DAY + hour * MS_PER_HOUR));
}
