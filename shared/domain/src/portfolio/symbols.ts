import type { Ticker } from '../prices';
import type { Portfolio } from './portfolio';

/** Every symbol a portfolio needs prices of, once each: legs in the order of the pairs, then the benchmark. */
export function symbolsOf(portfolio: Pick<Portfolio, 'pairs' | 'benchmark'>): Ticker[] {
  const legs = portfolio.pairs.flatMap(({ base, inverse }) => [base, inverse]);
  return [...new Set(portfolio.benchmark === undefined ? legs : [...legs, portfolio.benchmark])];
}

/** Legs of more than one pair, in the order of the pairs. */
export function sharedSymbols({ pairs }: Pick<Portfolio, 'pairs'>): Ticker[] {
  return symbolsOf({ pairs }).filter(
    (symbol) => pairs.filter(({ base, inverse }) => base === symbol || inverse === symbol).length > 1,
  );
}
