import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import classic from '../../portfolios/classic.json';
import hedged from '../../portfolios/hedged.json';

/** The portfolios that the repository ships. */
export const presets = {
  classic: parsePortfolio(classic, 'classic.json'),
  hedged: parsePortfolio(hedged, 'hedged.json'),
};

/** The JSON of a portfolio file with everything optional left out; `changes` replace whole keys. */
export function portfolioFile(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'test',
    capital: 1000,
    pairs: [pairFile('QQQ', 'SQQQ')],
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' },
    costs: { commissionRate: 0, slippage: { model: 'none' } },
    ...changes,
  };
}

/** One pair of a portfolio file. */
export function pairFile(
  base: string,
  inverse: string,
  leverage: unknown = [{ from: '2010-01-01', ratio: 3 }],
): Record<string, unknown> {
  return { base, inverse, leverage };
}

/** `classic` with some keys replaced. */
export function portfolio(changes: Partial<Portfolio> = {}): Portfolio {
  return { ...presets.classic, ...changes };
}
