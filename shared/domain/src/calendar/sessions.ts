import { AppError } from '../errors';
import { addCalendarDays, dateOfDayNumber, dayNumber, weekdayOfDayNumber } from './civil-date';
import { earlyClosesOf, REGULAR_CLOSE_HOUR } from './early-closes';
import { AD_HOC_CLOSURES } from './exceptions';
import { holidaysOf } from './holidays';
import { sessionDateOf, type SessionDate } from './session-date';

/** First day the calendar knows. */
export const CALENDAR_FIRST = sessionDateOf(1990, 1, 1);
/** Last day the calendar knows. */
const CALENDAR_LAST = sessionDateOf(2100, 12, 31);

/** True when `date` lies in the years the calendar covers. */
export function isInCalendar(date: SessionDate): boolean {
  return date >= CALENDAR_FIRST && date <= CALENDAR_LAST;
}

/**
 * True when the New York Stock Exchange holds a session on `date`.
 * @throws AppError `bad-data` outside 1990 to 2100, as do all functions of this module
 */
export function isSession(date: SessionDate): boolean {
  return yearContaining(date).closeHours.has(date);
}

/** All sessions from `from` to `to`, both inclusive, ascending; empty when `to` is before `from`. */
export function sessionsBetween(from: SessionDate, to: SessionDate): SessionDate[] {
  if (from > to) return [];
  const sessions: SessionDate[] = [];
  const lastYear = yearContaining(to);
  for (let year = yearContaining(from); ; year = yearOf(year.number + 1)) {
    const edge = year.first < from || year.last > to;
    for (const session of year.sessions) if (!edge || (session >= from && session <= to)) sessions.push(session);
    if (year === lastYear) return sessions;
  }
}

/** How many sessions there are after `date`, up to and including `upTo`; 0 where `upTo` is no later. */
export function sessionsAfter(date: SessionDate, upTo: SessionDate): number {
  return sessionsBetween(addCalendarDays(date, 1), upTo).length;
}

/** The first session after `date`. */
export function nextSession(date: SessionDate): SessionDate {
  return sessionOnOrAfter(addCalendarDays(date, 1));
}

/** The last session before `date`. */
export function previousSession(date: SessionDate): SessionDate {
  return sessionOnOrBefore(addCalendarDays(date, -1));
}

/** `date` itself when it is a session, else the last session before it. */
export function sessionOnOrBefore(date: SessionDate): SessionDate {
  return scan(date, -1);
}

/** `date` itself when it is a session, else the first session after it. */
function sessionOnOrAfter(date: SessionDate): SessionDate {
  return scan(date, 1);
}

/** New York wall-clock hour at which the session of `date` ends: 16, or 13 (14 until 1992) when it is short. */
export function closeHourOf(date: SessionDate): number {
  const hour = yearContaining(date).closeHours.get(date);
  if (hour !== undefined) return hour;
  throw new AppError('bad-data', `${date} has no session (${whyClosed(date) ?? 'closed'}); ask for a trading day`, {
    session: date,
  });
}

/** Why the exchange is closed on `date`: a holiday's name, an ad-hoc reason, `weekend`; undefined when it is open. */
export function whyClosed(date: SessionDate): string | undefined {
  const year = yearContaining(date);
  if (year.closeHours.has(date)) return undefined;
  return year.closures.get(date) ?? 'weekend';
}

/** What is known of one year, worked out once. */
interface Year {
  readonly number: number;
  readonly first: SessionDate;
  readonly last: SessionDate;
  readonly sessions: readonly SessionDate[];
  /** Closing hour by session; its keys are the sessions. */
  readonly closeHours: ReadonlyMap<SessionDate, number>;
  /** Reason by closed weekday. */
  readonly closures: ReadonlyMap<SessionDate, string>;
}

const years = new Map<number, Year>();

function yearContaining(date: SessionDate): Year {
  return yearOf(Number(date.slice(0, 4)));
}

function yearOf(number: number): Year {
  const known = years.get(number);
  if (known) return known;
  const year = workOut(number);
  years.set(number, year);
  return year;
}

function workOut(number: number): Year {
  const first = sessionDateOf(number, 1, 1);
  const last = sessionDateOf(number, 12, 31);
  if (!isInCalendar(first)) {
    throw new AppError('bad-data', `year ${number}: the exchange calendar covers 1990 to 2100; narrow the dates`, {
      year: number,
    });
  }
  const closures = closuresOf(number);
  const early = earlyClosesOf(number);
  const closeHours = new Map<SessionDate, number>();
  const end = dayNumber(last);
  for (let day = dayNumber(first); day <= end; day += 1) {
    const weekday = weekdayOfDayNumber(day);
    if (weekday === 0 || weekday === 6) continue;
    const date = dateOfDayNumber(day);
    if (!closures.has(date)) closeHours.set(date, early.get(date) ?? REGULAR_CLOSE_HOUR);
  }
  return { number, first, last, sessions: [...closeHours.keys()], closeHours, closures };
}

function closuresOf(year: number): ReadonlyMap<SessionDate, string> {
  const closures = new Map(holidaysOf(year));
  for (const { date, reason } of AD_HOC_CLOSURES) if (date.startsWith(String(year))) closures.set(date, reason);
  return closures;
}

/** The longest run of days without a session since 1990 is six, in September 2001. */
function scan(date: SessionDate, step: 1 | -1): SessionDate {
  let day = date;
  while (!isSession(day)) day = addCalendarDays(day, step);
  return day;
}
