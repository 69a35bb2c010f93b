import * as z from 'zod/mini';
import { isSessionDate, type SessionDate } from '../calendar';
import { messageOf } from '../errors';
import { parseTicker, type Ticker } from '../prices';
import { REGIMES } from '../statistics';

/** 100 % a year: beyond it a rate is a slip of units, percent in place of a fraction. */
const HIGHEST_ANNUAL_RATE = 1;

/** Shape and single values of a portfolio file (interfaces); what spans several values is checked after it. */
export const portfolioSchema = object({
  name: text(
    "the portfolio's name, up to 80 printable characters",
    (name) => /^[^\p{Cc}]{1,80}$/u.test(name) && name.trim() !== '',
  ),
  capital: positive('the starting money'),
  benchmark: z.optional(symbol()),
  pairs: list(
    object({
      base: symbol(),
      inverse: symbol(),
      leverage: list(
        object({ from: date(), ratio: positive('the leverage ratio') }),
        'at least one step like {"from": "2010-02-11", "ratio": 3}',
      ),
    }),
    'at least one pair',
  ),
  allocation: z.optional(
    choiceBy('method', 'equal, inverse-volatility, trend', [
      object({ method: z.literal('equal') }),
      object({ method: z.literal('inverse-volatility'), window: sessions() }),
      object({ method: z.literal('trend'), window: sessions() }),
    ]),
  ),
  rebalance: object({
    check: oneOf(['daily', 'weekly', 'monthly', 'quarterly', 'never']),
    drift: object({ measure: oneOf(['weight', 'delta']), tolerance: positive('the tolerance, e.g. 0.1') }),
    scope: oneOf(['breached', 'pair', 'portfolio']),
  }),
  fill: z.optional(oneOf(['close', 'next-open', 'next-close'])),
  costs: object({
    commissionRate: rate('the commission as a share of the traded value, e.g. 0.002'),
    slippage: choiceBy('model', 'none, fixed, sqrt', [
      object({ model: z.literal('none') }),
      object({ model: z.literal('fixed'), rate: rate('the slippage as a share of the traded value, e.g. 0.0005') }),
      object({
        model: z.literal('sqrt'),
        cap: rate('the highest slippage rate, e.g. 0.001'),
        depth: positive('the market depth in money, e.g. 1e10'),
      }),
    ]),
  }),
  regimeFilter: z.optional(
    object({
      pairs: z.optional(
        z.record(z.string(), z.array(cell(), { error: wanted('a list of cells') }), {
          error: wanted('an object of BASE/INVERSE keys'),
        }),
      ),
      benchmark: z.optional(z.array(regime(), { error: wanted('a list of regimes') })),
    }),
  ),
  riskFreeRate: z.optional(
    z.custom<number | string>(
      (value) =>
        (typeof value === 'number' && value > -1 && value <= HIGHEST_ANNUAL_RATE) ||
        (typeof value === 'string' && value.trim() !== ''),
      { error: wanted('an annual rate as a fraction such as 0.02, or the path of a CSV of daily rates') },
    ),
  ),
});

/** A portfolio file as the schema leaves it. */
export type PortfolioFile = z.infer<typeof portfolioSchema>;

type Issue = { readonly input?: unknown };

function wanted(what: string) {
  return ({ input }: Issue): string =>
    input === undefined ? `is missing; write ${what}` : `is ${shown(input)}; write ${what}`;
}

function shown(input: unknown): string {
  if (typeof input === 'number') return String(input);
  const json = JSON.stringify(input);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

/** An object that refuses keys it does not know. */
function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${issue.keys.length > 1 ? 'keys' : 'key'} ${issue.keys.map((key) => `"${key}"`).join(', ')}; known are ${Object.keys(shape).join(', ')}`
        : wanted(`an object with ${Object.keys(shape).join(', ')}`)(issue),
  });
}

function choiceBy<
  Key extends string,
  Options extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(key: Key, names: string, options: Options) {
  return z.discriminatedUnion(key, options, { error: wanted(`an object whose "${key}" is one of ${names}`) });
}

function list<Item extends z.core.$ZodType>(item: Item, what: string) {
  return z.array(item, { error: wanted(what) }).check(z.minLength(1, { error: wanted(what) }));
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: wanted(`one of ${values.join(', ')}`) });
}

function regime() {
  return oneOf(REGIMES);
}

function cell() {
  return object({ volatility: z.optional(regime()), correlation: z.optional(regime()) }).check(
    z.refine(({ volatility, correlation }) => volatility !== undefined || correlation !== undefined, {
      error: 'names neither volatility nor correlation; name at least one',
    }),
  );
}

function numberThat(what: string, holds: (value: number) => boolean) {
  return z.custom<number>((value) => typeof value === 'number' && holds(value), { error: wanted(what) });
}

function positive(what: string) {
  return numberThat(`${what}: a positive finite number`, (value) => Number.isFinite(value) && value > 0);
}

function rate(what: string) {
  return numberThat(`${what}: a number from 0 up to, not including, 1`, (value) => value >= 0 && value < 1);
}

function sessions() {
  return numberThat(
    'the window in sessions: a whole number from 2 on',
    (value) => Number.isSafeInteger(value) && value >= 2,
  );
}

function text(what: string, holds: (value: string) => boolean) {
  return z.custom<string>((value) => typeof value === 'string' && holds(value), { error: wanted(what) });
}

function date() {
  return z.custom<SessionDate>((value) => typeof value === 'string' && isSessionDate(value), {
    error: wanted('a date such as 2010-02-11'),
  });
}

function symbol() {
  return z.pipe(
    z.string({ error: wanted('a symbol such as QQQ') }),
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
