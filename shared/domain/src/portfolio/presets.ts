import { AppError } from '../errors';
import { parseJson } from '../json';
import { DEFAULT_UNIVERSE } from '../pairs';
import { parseTicker } from '../prices';
import { parsePortfolio } from './parse-portfolio';
import type { Portfolio } from './portfolio';

const COMMON = {
  capital: 100_000_000,
  benchmark: parseTicker('SPY'),
  pairs: DEFAULT_UNIVERSE,
  allocation: { method: 'equal' },
  fill: 'close',
  riskFreeRate: 0,
} as const;

/** The portfolios that come with the product (docs/numbers.md, section 3). */
export const presets: Readonly<Record<'classic' | 'hedged', Portfolio>> = {
  /** The original's backtest: weights may drift by 10 points; what is bought is paid from cash, which may go below 0. */
  classic: {
    ...COMMON,
    name: 'classic',
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' },
    costs: { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.001, depth: 1e10 } },
  },
  /** Each pair kept near zero net delta within its own value. */
  hedged: {
    ...COMMON,
    name: 'hedged',
    rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.2 }, scope: 'pair' },
    costs: { commissionRate: 0, slippage: { model: 'fixed', rate: 0.0005 } },
  },
};

/**
 * The portfolio that `text` means: the name of a preset, or the JSON of a portfolio file.
 *
 * @param origin what error messages call the text
 * @throws AppError `bad-input` when it is neither
 */
export function portfolioFrom(text: string, origin = 'portfolio'): Portfolio {
  const trimmed = text.trim();
  if (trimmed === 'classic' || trimmed === 'hedged') return presets[trimmed];
  if (!trimmed.startsWith('{')) {
    throw new AppError(
      'bad-input',
      `${origin}: there is no portfolio "${trimmed.slice(0, 80)}"; write ${Object.keys(presets).join(' or ')}, or the JSON of a portfolio file`,
    );
  }
  return parsePortfolio(parseJson(trimmed, origin), origin);
}
