import { dateOfDayNumber, dayNumber, MS_PER_DAY } from './civil-date';
import { exchangeInstant, exchangeOffset } from './exchange-zone';
import type { SessionDate } from './session-date';
import { closeHourOf, previousSession, sessionOnOrBefore } from './sessions';

const MS_PER_MINUTE = 60_000;

/** How long after its close a session's bar may still change: late prints, the official closing price. */
const FINAL_AFTER_MINUTES = 15;

/** The calendar date in New York at `instant`. */
export function exchangeDate(instant: Date): SessionDate {
  const time = instant.getTime();
  return dateOfDayNumber(Math.floor((time + exchangeOffset(time)) / MS_PER_DAY));
}

/**
 * From when on the bar of a session counts as final: some minutes after its close.
 * @throws AppError `bad-data` when `session` has none
 */
export function finalAt(session: SessionDate): Date {
  const minutes = closeHourOf(session) * 60 + FINAL_AFTER_MINUTES;
  return new Date(exchangeInstant(dayNumber(session) * MS_PER_DAY + minutes * MS_PER_MINUTE));
}

/** The newest session whose bar is final at `now`. */
export function lastFinishedSession(now: Date): SessionDate {
  const newest = sessionOnOrBefore(exchangeDate(now));
  return now >= finalAt(newest) ? newest : previousSession(newest);
}
