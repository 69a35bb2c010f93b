import { addCalendarDays, nthWeekday, weekdayOf } from './civil-date';
import { AD_HOC_EARLY_CLOSES } from './exceptions';
import { sessionDateOf, type SessionDate } from './session-date';

const WEDNESDAY = 3;
const THURSDAY = 4;

/** Wall-clock hour in New York at which a regular session ends. */
export const REGULAR_CLOSE_HOUR = 16;

/**
 * The days of a year on which a session, if there is one, ends early, with the hour (New York wall clock).
 * Early closes were at 14:00 until 1992 and are at 13:00 since 1993. Days that are holidays or
 * weekends may be among them; the caller looks only at sessions.
 * Source: NYSE, https://www.nyse.com/markets/hours-calendars and the Special Closings list for the years before.
 */
export function earlyClosesOf(year: number): ReadonlyMap<SessionDate, number> {
  const hour = year <= 1992 ? 14 : 13;
  const closes = new Map<SessionDate, number>();
  if (year >= 1992) closes.set(addCalendarDays(nthWeekday(year, 11, THURSDAY, 4), 1), hour);
  closes.set(sessionDateOf(year, 12, 24), hour);
  const independenceEve = independenceEarlyClose(year);
  if (independenceEve !== undefined) closes.set(independenceEve, hour);
  for (const { date } of AD_HOC_EARLY_CLOSES) if (date.startsWith(String(year))) closes.set(date, hour);
  return closes;
}

/**
 * July 3 since 1995. Where Independence Day is a Thursday, the exchange shortened the Friday after it
 * until 2012 and shortens the Wednesday before it since 2013.
 */
function independenceEarlyClose(year: number): SessionDate | undefined {
  if (year < 1995) return undefined;
  const eve = sessionDateOf(year, 7, 3);
  return weekdayOf(eve) === WEDNESDAY && year < 2013 ? sessionDateOf(year, 7, 5) : eve;
}
