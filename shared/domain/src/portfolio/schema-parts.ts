import * as z from 'zod/mini';
import { CALENDAR_FIRST, isSessionDate, type SessionDate } from '../calendar';
import { messageOf } from '../errors';
import { nearestWord } from '../nearest-word';
import type { LeverageStep } from '../pairs';
import { parseTicker, type Ticker } from '../prices';

/*
 * What a portfolio file is made of. Each part takes in words what it wants: these words are the advice in
 * its refusals and the description that an editor shows (docs/portfolio.schema.json).
 */

/** Refuses with what stands there and what should. */
function wanted(what: string) {
  return ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing; write ${what}` : `is ${shown(input)}; write ${what}`;
}

/** What an editor shows beside a value. */
export function described(meaning: string) {
  return z.describe(meaning.charAt(0).toUpperCase() + meaning.slice(1));
}

function shown(input: unknown): string {
  if (typeof input === 'number') return String(input);
  const json = JSON.stringify(input);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

/** An object that knows no keys but these. */
export function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, { error: wanted(`an object with ${Object.keys(shape).join(', ')}`) });
}

/** One of several objects, told apart by `key`. */
export function choiceBy<
  Key extends string,
  Options extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(key: Key, names: readonly string[], options: Options) {
  return z.discriminatedUnion(key, options, {
    error: ({ input }) =>
      isRecord(input)
        ? refusedChoice(names)({ input: input[key] })
        : wanted(`an object whose "${key}" is one of ${names.join(', ')}`)({ input }),
  });
}

/** One of these words. */
export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: refusedChoice(values) });
}

function refusedChoice(words: readonly string[]) {
  return ({ input }: { readonly input?: unknown }): string => {
    const nearest = typeof input === 'string' ? nearestWord(input, words) : undefined;
    const meant = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
    return `${wanted(`one of ${words.join(', ')}`)({ input })}${meant}`;
  };
}

/** A list of one or more. */
export function list<Item extends z.core.$ZodType>(item: Item, what: string) {
  return z.array(item, { error: wanted(what) }).check(z.minLength(1, { error: wanted(what) }), described(what));
}

/** A list that may be empty. */
export function anyList<Item extends z.core.$ZodType>(item: Item, what: string) {
  return z.array(item, { error: wanted(what) }).check(described(what));
}

/** An object used as a table: any key, one kind of value. */
export function table<Value extends z.core.$ZodType>(value: Value, what: string) {
  return z.record(z.string(), value, { error: wanted(what) }).check(described(what));
}

export function positive(meaning: string) {
  const error = wanted(`${meaning}: a positive finite number`);
  return z.number({ error }).check(z.gt(0, { error }), described(meaning));
}

/** A share from 0 to `most`, both included. */
export function share(meaning: string, most = Infinity) {
  const error = wanted(meaning);
  const number = z.number({ error }).check(z.gte(0, { error }), described(meaning));
  return most === Infinity ? number : number.check(z.lte(most, { error }));
}

/** A share of the traded value: 100 % would leave nothing. */
export function rate(meaning: string) {
  const error = wanted(`${meaning}: a number from 0 up to, not including, 1`);
  return z.number({ error }).check(z.gte(0, { error }), z.lt(1, { error }), described(meaning));
}

/** A number of sessions that a sample sd can be taken of. */
export function sessions(meaning: string) {
  const error = wanted(`${meaning}: a whole number from 2 on`);
  return z.int({ error }).check(z.gte(2, { error }), described(meaning));
}

/** An annual rate up to 100 %, beyond which it is a slip of units, or the path of a file. */
export function annualRateOrFile(what: string) {
  const error = wanted(what);
  return z
    .union([z.number({ error }).check(z.gt(-1, { error }), z.lte(1, { error })), matching(what, /\S/)], { error })
    .check(described(what));
}

/** Text that matches. */
export function matching(what: string, pattern: RegExp) {
  const error = wanted(what);
  return z.string({ error }).check(z.regex(pattern, { error }), described(what));
}

const SHAPE_OF_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar. */
export function date(meaning: string) {
  const error = wanted('a date such as 2010-02-11');
  const text = z
    .string({ error })
    .check(z.regex(SHAPE_OF_DATE, { error }), described(meaning), z.meta({ format: 'date' }));
  const real = z.custom<SessionDate, string>((value) => typeof value === 'string' && isSessionDate(value), { error });
  return z.pipe(text, real);
}

export function symbol(meaning: string) {
  const text = z.string({ error: wanted('a symbol such as QQQ') }).check(described(meaning));
  return z.pipe(
    text,
    z.transform((value, context): Ticker => {
      try {
        return parseTicker(value);
      } catch (error) {
        context.issues.push({ code: 'custom', message: messageOf(error), input: value });
        return z.NEVER;
      }
    }),
  );
}

/** A ratio that always held, or the steps of one that changed. */
export function leverage() {
  const ratio = 'the leverage ratio, how many times the inverse fund moves against the base';
  const step = object({ from: date('first session on which the ratio holds'), ratio: positive(ratio) });
  const what = 'a ratio such as 3, or at least one step like {"from": "2010-02-11", "ratio": 3}';
  const written = z.union([positive(ratio), list(step, what)], { error: wanted(what) }).check(described(what));
  return z.pipe(
    written,
    z.transform((value): readonly LeverageStep[] =>
      typeof value === 'number' ? [{ from: CALENDAR_FIRST, ratio: value }] : value,
    ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
