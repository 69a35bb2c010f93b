import type { SessionDate } from './session-date';
import { daysIn, sessionDateOf } from './session-date';

/** Milliseconds of a calendar date. */
export const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 of a calendar date. */
export function dayNumber(date: SessionDate): number {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

/** The calendar date that lies `days` after 1970-01-01. */
export function dateOfDayNumber(days: number): SessionDate {
  const instant = new Date(days * MS_PER_DAY);
  return sessionDateOf(instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate());
}

/** The calendar date `days` after `date` (before it when negative); weekends and holidays count. */
export function addCalendarDays(date: SessionDate, days: number): SessionDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** The same day `months` calendar months after `date` (before it when negative), or the last of that month where it is shorter. */
export function addCalendarMonths(date: SessionDate, months: number): SessionDate {
  const count = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return sessionDateOf(year, month, Math.min(Number(date.slice(8)), daysIn(year, month)));
}

/** Calendar days from `from` to `to`, negative when `to` is earlier. */
export function calendarDaysBetween(from: SessionDate, to: SessionDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Day of the week, 0 = Sunday to 6 = Saturday. */
export function weekdayOf(date: SessionDate): number {
  return weekdayOfDayNumber(dayNumber(date));
}

/** {@link weekdayOf} of a day number; 1970-01-01 was a Thursday. */
export function weekdayOfDayNumber(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

/** The `nth` given weekday of a month (1 = the first), or the last one for `nth` = -1. Months count from 1. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): SessionDate {
  if (nth < 0) {
    const end = Date.UTC(year, month, 0) / MS_PER_DAY;
    return dateOfDayNumber(end - ((weekdayOfDayNumber(end) - weekday + 7) % 7));
  }
  const start = Date.UTC(year, month - 1, 1) / MS_PER_DAY;
  return dateOfDayNumber(start + ((weekday - weekdayOfDayNumber(start) + 7) % 7) + 7 * (nth - 1));
}
