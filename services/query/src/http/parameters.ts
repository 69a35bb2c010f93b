import { AppError } from '@evenkeel/domain';
import { isInCalendar, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';

/** Query parameters of one request: each allowed, given once, not empty. */
export type Parameters = ReadonlyMap<string, string>;

const LONGEST = 2000;

/**
 * Reads the query part of a URL.
 * @throws AppError `bad-input` naming a parameter that is unknown, repeated, empty or endless
 */
export function readParameters(url: string, allowed: readonly string[]): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (!allowed.includes(name)) {
      const known = allowed.length > 0 ? `; this address knows ${allowed.join(', ')}` : '; this address takes none';
      throw wrong(name.slice(0, 100), `unknown parameter${known}`);
    }
    if (parameters.has(name)) throw wrong(name, 'given more than once; give it once');
    if (value.trim() === '') throw wrong(name, 'empty; give a value or leave it out');
    if (value.length > LONGEST) throw wrong(name, `longer than ${LONGEST} characters`);
    parameters.set(name, value);
  }
  return parameters;
}

/** A positive whole number up to `most`. */
export function countOf(parameters: Parameters, name: string, most: number): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= most)) throw wrong(name, `"${shown(text)}" is not a whole number from 1 to ${most}`);
  return count;
}

/** A date within the exchange calendar. */
export function dateOf(parameters: Parameters, name: string): SessionDate | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const date = parseSessionDate(shown(text), name);
  if (!isInCalendar(date)) throw wrong(name, `${date} lies outside the exchange calendar`);
  return date;
}

/** One of a closed set of words. */
export function wordOf<const W extends string>(
  parameters: Parameters,
  name: string,
  words: readonly W[],
): W | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw wrong(name, `"${shown(text)}" is none of ${words.join(', ')}`);
  return word;
}

/** The 400 for a parameter. */
export function wrong(parameter: string, message: string): AppError {
  return new AppError('bad-input', `${parameter}: ${message}`, { parameter });
}

/** What a client sent, short enough to be sent back. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
