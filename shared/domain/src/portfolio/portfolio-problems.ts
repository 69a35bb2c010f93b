import { pairKey, type Pair } from '../pairs';
import type { DriftLimit, Portfolio } from './portfolio';

/** What is wrong, and where. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong between values that are each right by themselves. */
export function problemBetween(portfolio: Portfolio): Problem | undefined {
  const { pairs } = portfolio;
  return (
    firstOf(pairs, (pair, index) => pairProblem(pair, index, pairs)) ??
    allocationProblem(portfolio) ??
    driftProblem(portfolio) ??
    filterProblem(portfolio)
  );
}

/**
 * Why no pair could ever drift beyond this limit; undefined where one could. A leg's weight is at most 1
 * from its target, and a pair's net delta at most the pair's value (all of it in the base) or ratio times
 * the value (all of it in the inverse).
 */
export function whyNeverBreached({ measure, tolerance }: DriftLimit, pairs: readonly Pair[]): string | undefined {
  if (measure === 'weight') {
    return tolerance > 1 ? `is ${tolerance}; write a share of NAV from 0 to 1: 10 % is 0.10` : undefined;
  }
  const ratio = Math.max(1, ...pairs.flatMap(({ leverage }) => leverage.map((step) => step.ratio)));
  if (tolerance <= ratio) return undefined;
  return `is ${tolerance}; the net delta of a pair is never more than ${ratio} times its value: 20 % is 0.20`;
}

function driftProblem({ rebalance, pairs }: Portfolio): Problem | undefined {
  const message = whyNeverBreached(rebalance.drift, pairs);
  return message === undefined ? undefined : { path: ['rebalance', 'drift', 'tolerance'], message };
}

/** Weights that only rounding brings above 1. */
const ROUNDING = 1e-9;

function allocationProblem({ allocation, pairs }: Portfolio): Problem | undefined {
  if (allocation.method !== 'fixed') return undefined;
  const { weights } = allocation;
  const path = ['allocation', 'weights'];
  if (weights.length !== pairs.length) {
    return { path, message: `has ${weights.length} for ${pairs.length} pairs; write one for each, in their order` };
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum <= 1 + ROUNDING) return undefined;
  return { path, message: `add up to ${Number(sum.toPrecision(12))}; write weights that are together 1 or less` };
}

function pairProblem(pair: Pair, index: number, pairs: readonly Pair[]): Problem | undefined {
  const path = ['pairs', index];
  if (pair.base === pair.inverse)
    return { path, message: `${pair.base} is both base and inverse; a pair needs two symbols` };
  const earlier = pairs.findIndex((other) => pairKey(other) === pairKey(pair));
  if (earlier < index) return { path, message: `${pairKey(pair)} is pairs[${earlier}] already; leave one of them out` };
  return firstOf(pair.leverage, ({ from }, step) => {
    const before = pair.leverage[step - 1];
    if (before === undefined || before.from < from) return undefined;
    const what = before.from === from ? 'overlaps the step before it' : `begins before the step of ${before.from}`;
    return {
      path: [...path, 'leverage', step, 'from'],
      message: `${from} ${what}; list each date once, in ascending order`,
    };
  });
}

function filterProblem({ regimeFilter, pairs, benchmark }: Portfolio): Problem | undefined {
  const known = pairs.map(pairKey);
  const unknown = Object.keys(regimeFilter?.pairs ?? {}).find((key) => !known.includes(key.toUpperCase()));
  if (unknown !== undefined) {
    return {
      path: ['regimeFilter', 'pairs'],
      message: `"${unknown}" is not a pair of this portfolio; write one of ${known.join(', ')}`,
    };
  }
  if (regimeFilter?.benchmark !== undefined && benchmark === undefined) {
    return {
      path: ['regimeFilter', 'benchmark'],
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
