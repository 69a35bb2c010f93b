import type * as z from 'zod/mini';
import { AppError } from '../errors';
import { pairKey, type Pair } from '../pairs';
import { portfolioSchema, type PortfolioFile } from './portfolio-schema';
import type { Portfolio, RegimeFilter } from './portfolio';

/**
 * Checks the JSON of a portfolio file and fills in what it may leave out: allocation `equal`, fill
 * `close`, risk-free rate 0, no benchmark, no regime filter. Symbols may be written in either case.
 * A symbol may be a leg of several pairs; the same pair twice is refused.
 *
 * @param origin what error messages call the file
 * @throws AppError `bad-input`: one line with the file, the JSON path and what is wrong
 */
export function parsePortfolio(json: unknown, origin: string): Portfolio {
  const parsed = portfolioSchema.safeParse(json);
  if (!parsed.success) throw refusal(origin, parsed.error.issues);
  const file = parsed.data;
  const problem = problemOf(file);
  if (problem)
    throw new AppError('bad-input', `${origin}: ${problem.path}: ${problem.message}`, { path: problem.path });
  return {
    ...file,
    allocation: file.allocation ?? { method: 'equal' },
    fill: file.fill ?? 'close',
    regimeFilter: withUpperCaseKeys(file.regimeFilter),
    riskFreeRate: file.riskFreeRate ?? 0,
  };
}

function refusal(origin: string, issues: readonly z.core.$ZodIssue[]): AppError {
  const [first] = issues;
  const path = pathOf(first?.path ?? []);
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  return new AppError('bad-input', `${origin}: ${path}: ${first?.message ?? 'not a portfolio'}${more}`, { path });
}

/** `pairs[0].leverage[1].from`; the whole file is `portfolio`. */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'portfolio' : text.replace(/^\./, '');
}

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What is wrong between values that are each right by themselves. */
function problemOf(file: PortfolioFile): Problem | undefined {
  return firstOf(file.pairs, (pair, index) => pairProblem(pair, index, file.pairs)) ?? filterProblem(file);
}

function pairProblem(pair: Pair, index: number, pairs: readonly Pair[]): Problem | undefined {
  const path = `pairs[${index}]`;
  if (pair.base === pair.inverse)
    return { path, message: `${pair.base} is both base and inverse; a pair needs two symbols` };
  const earlier = pairs.findIndex((other) => pairKey(other) === pairKey(pair));
  if (earlier < index) return { path, message: `${pairKey(pair)} is pairs[${earlier}] already; leave one of them out` };
  return firstOf(pair.leverage, ({ from }, step) => {
    const before = pair.leverage[step - 1];
    if (before === undefined || before.from < from) return undefined;
    const what = before.from === from ? 'overlaps the step before it' : `begins before the step of ${before.from}`;
    return {
      path: `${path}.leverage[${step}].from`,
      message: `${from} ${what}; list each date once, in ascending order`,
    };
  });
}

function filterProblem({ regimeFilter, pairs, benchmark }: PortfolioFile): Problem | undefined {
  const known = pairs.map(pairKey);
  const unknown = Object.keys(regimeFilter?.pairs ?? {}).find((key) => !known.includes(key.toUpperCase()));
  if (unknown !== undefined) {
    return {
      path: 'regimeFilter.pairs',
      message: `"${unknown}" is not a pair of this portfolio; write one of ${known.join(', ')}`,
    };
  }
  if (regimeFilter?.benchmark !== undefined && benchmark === undefined) {
    return {
      path: 'regimeFilter.benchmark',
      message: 'the portfolio has no benchmark; name one, e.g. "benchmark": "SPY"',
    };
  }
  return undefined;
}

function firstOf<Item>(
  items: readonly Item[],
  problem: (item: Item, index: number) => Problem | undefined,
): Problem | undefined {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index);
    if (found) return found;
  }
  return undefined;
}

function withUpperCaseKeys(filter: RegimeFilter | undefined): RegimeFilter | undefined {
  if (filter?.pairs === undefined) return filter;
  return {
    ...filter,
    pairs: Object.fromEntries(Object.entries(filter.pairs).map(([key, cells]) => [key.toUpperCase(), cells])),
  };
}
