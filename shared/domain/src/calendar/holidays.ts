import { addCalendarDays, nthWeekday, weekdayOf } from './civil-date';
import { sessionDateOf, type SessionDate } from './session-date';

const SUNDAY = 0;
const MONDAY = 1;
const THURSDAY = 4;
const SATURDAY = 6;

/** One rule of the exchange's holiday list: the weekday it is kept on in `year`, or undefined when it is not kept. */
interface HolidayRule {
  readonly name: string;
  readonly on: (year: number) => SessionDate | undefined;
}

/**
 * NYSE Rule 7.2 and its forerunners: a holiday on a Saturday is kept on the Friday before, one on a
 * Sunday on the Monday after, except that New Year's Day is never kept in the old year (the last
 * business day of a year closes the books).
 * Source: https://www.nyse.com/markets/hours-calendars, and the exchange's notices for the first years
 * of Martin Luther King, Jr. Day (1998) and Juneteenth (2022).
 */
const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: (year) => keptUnlessSaturday(sessionDateOf(year, 1, 1)) },
  { name: 'Martin Luther King, Jr. Day', on: (year) => (year >= 1998 ? nthWeekday(year, 1, MONDAY, 3) : undefined) },
  { name: "Washington's Birthday", on: (year) => nthWeekday(year, 2, MONDAY, 3) },
  { name: 'Good Friday', on: (year) => addCalendarDays(easterSunday(year), -2) },
  { name: 'Memorial Day', on: (year) => nthWeekday(year, 5, MONDAY, -1) },
  { name: 'Juneteenth', on: (year) => (year >= 2022 ? keptOnWeekday(sessionDateOf(year, 6, 19)) : undefined) },
  { name: 'Independence Day', on: (year) => keptOnWeekday(sessionDateOf(year, 7, 4)) },
  { name: 'Labor Day', on: (year) => nthWeekday(year, 9, MONDAY, 1) },
  { name: 'Thanksgiving Day', on: (year) => nthWeekday(year, 11, THURSDAY, 4) },
  { name: 'Christmas Day', on: (year) => keptOnWeekday(sessionDateOf(year, 12, 25)) },
];

/** The weekdays of a year on which the exchange is closed by rule, with the holiday's name. */
export function holidaysOf(year: number): ReadonlyMap<SessionDate, string> {
  const holidays = new Map<SessionDate, string>();
  for (const { name, on } of HOLIDAYS) {
    const date = on(year);
    if (date !== undefined) holidays.set(date, name);
  }
  return holidays;
}

/**
 * Easter Sunday in the Gregorian calendar, by the anonymous computus
 * (J. Meeus, Astronomical Algorithms, chapter 8).
 */
function easterSunday(year: number): SessionDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return sessionDateOf(year, Math.floor(n / 31), (n % 31) + 1);
}

function keptOnWeekday(date: SessionDate): SessionDate {
  const weekday = weekdayOf(date);
  if (weekday === SATURDAY) return addCalendarDays(date, -1);
  return weekday === SUNDAY ? addCalendarDays(date, 1) : date;
}

function keptUnlessSaturday(date: SessionDate): SessionDate | undefined {
  return weekdayOf(date) === SATURDAY ? undefined : keptOnWeekday(date);
}
