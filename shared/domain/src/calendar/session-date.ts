import { AppError } from '../errors';

declare const sessionDate: unique symbol;

/**
 * An exchange-local session date, `YYYY-MM-DD`. A label, not an instant: it never has a zone.
 * Compares with `<` in calendar order.
 */
export type SessionDate = string & { readonly [sessionDate]: true };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True when `text` is a real calendar date written `YYYY-MM-DD`. */
export function isSessionDate(text: string): text is SessionDate {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
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
