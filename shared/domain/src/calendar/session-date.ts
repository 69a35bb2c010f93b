import { AppError } from '../errors';

declare const sessionDate: unique symbol;

/**
 * An exchange-local session date, `YYYY-MM-DD`. A label, not an instant: it never has a zone.
 * Compares with `<` in calendar order.
 */
export type SessionDate = string & { readonly [sessionDate]: true };

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** True when `text` is a real calendar date written `YYYY-MM-DD`. */
export function isSessionDate(text: string): text is SessionDate {
  if (!SHAPE.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(text.slice(0, 4)), month);
}

/** Days of a month (1 to 12) in the proleptic Gregorian calendar, which dates of ISO 8601 are written in. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Parses a date that somebody typed.
 * @throws AppError `bad-input` naming `what` when it is no calendar date
 */
export function parseSessionDate(text: string, what = 'date'): SessionDate {
  if (isSessionDate(text)) return text;
  throw new AppError('bad-input', `${what}: "${text}" is not a date; write YYYY-MM-DD, e.g. 2024-06-28`, { what });
}

/** The label of a year, month (1 to 12) and day that are known to be a calendar date. */
export function sessionDateOf(year: number, month: number, day: number): SessionDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as SessionDate;
}
