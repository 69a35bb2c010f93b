import type * as z from 'zod/mini';
import { AppError } from '../errors';
import { nearestWord } from '../nearest-word';
import type { DriftLimit, Portfolio, RegimeFilter } from './portfolio';
import { problemBetween } from './portfolio-problems';
import { portfolioSchema } from './portfolio-schema';
import { unknownKeys, type UnknownKeys } from './unknown-keys';

/** What a file without `drift` means: rebalancing by the calendar. Drift is shown in weights, and decides nothing. */
const CALENDAR: DriftLimit = { measure: 'weight', tolerance: 0 };

/**
 * Checks the JSON of a portfolio file and fills in what it may leave out: allocation `equal`, no drift (the
 * calendar decides), fill `close`, risk-free rate 0, no benchmark, no regime filter. Symbols may be written
 * in either case, one leverage ratio without its date. A symbol may be a leg of several pairs; the same pair
 * twice is refused. A key that nobody knows is told before anything else.
 *
 * @param origin what error messages call the file
 * @throws AppError `bad-input`: one line with the file, the JSON path and what is wrong
 */
export function parsePortfolio(json: unknown, origin: string): Portfolio {
  const [unknown, ...more] = unknownKeys(portfolioSchema, json);
  if (unknown) throw refusal(origin, unknown.path, unknownKeysMessage(unknown), more.length);
  const parsed = portfolioSchema.safeParse(json);
  if (!parsed.success) {
    const [first, ...others] = parsed.error.issues.map(innermost);
    throw refusal(origin, first?.path ?? [], first?.message ?? 'not a portfolio', others.length);
  }
  const file = { ...parsed.data };
  delete file.$schema;
  const drift = file.rebalance.drift ?? CALENDAR;
  const portfolio: Portfolio = {
    ...file,
    allocation: file.allocation ?? { method: 'equal' },
    rebalance: { ...file.rebalance, drift },
    fill: file.fill ?? 'close',
    riskFreeRate: file.riskFreeRate ?? 0,
  };
  const problem = problemBetween(portfolio);
  if (problem) throw refusal(origin, problem.path, problem.message, 0);
  return { ...portfolio, regimeFilter: withUpperCaseKeys(file.regimeFilter) };
}

function refusal(origin: string, path: readonly PropertyKey[], message: string, others: number): AppError {
  const place = placeOf(path);
  const more = others > 0 ? ` (and ${others} more)` : '';
  return new AppError('bad-input', `${origin}: ${place}: ${message}${more}`, { path: place });
}

/** `pairs[0].leverage[1].from`; the whole file is `portfolio`. */
function placeOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'portfolio' : text.replace(/^\./, '');
}

function unknownKeysMessage({ unknown, known }: UnknownKeys): string {
  const named = unknown.map((key) => {
    const nearest = nearestWord(key, known);
    return nearest === undefined ? `"${key}"` : `"${key}" (did you mean "${nearest}"?)`;
  });
  return `unknown ${unknown.length > 1 ? 'keys' : 'key'} ${named.join(', ')}; known are ${known.join(', ')}`;
}

/** Of a value that is none of several kinds, what is wrong with it as the kind it comes nearest to. */
function innermost(issue: z.core.$ZodIssue): Pick<z.core.$ZodIssue, 'path' | 'message'> {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().find(({ path }) => path.length > 0);
  return inner ? { ...innermost(inner), path: [...issue.path, ...innermost(inner).path] } : issue;
}

function withUpperCaseKeys(filter: RegimeFilter | undefined): RegimeFilter | undefined {
  if (filter?.pairs === undefined) return filter;
  return {
    ...filter,
    pairs: Object.fromEntries(Object.entries(filter.pairs).map(([key, cells]) => [key.toUpperCase(), cells])),
  };
}
