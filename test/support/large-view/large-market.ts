import { sessionsBetween, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { Item } from '@evenkeel/dynamo/requests';
import { mulberry32 } from '../dynamo-faults';

const LAST = parseSessionDate('2024-12-31');
const RATIO = 3;

/** What a market of any size takes. */
export interface MarketSize {
  readonly pairs: number;
  readonly years: number;
}

/** A portfolio of so many pairs. `daily`: each leg trades on every session; otherwise drift decides, as for people. */
export function largePortfolio({ pairs }: Pick<MarketSize, 'pairs'>, rule: 'daily' | 'drift' = 'daily'): Portfolio {
  return parsePortfolio(
    {
      name: 'large',
      capital: 100_000_000,
      benchmark: 'BENCH',
      pairs: Array.from({ length: pairs }, (_, pair) => ({ base: `B${pair}`, inverse: `I${pair}`, leverage: RATIO })),
      rebalance: {
        check: 'daily',
        scope: 'breached',
        ...(rule === 'daily' ? {} : { drift: { measure: 'weight', tolerance: 0.1 / pairs } }),
      },
      costs: { commissionRate: 0.0001, slippage: { model: 'none' } },
    },
    'large',
  );
}

/** The sessions of the years that end with 2024. */
export function sessionsOf({ years }: Pick<MarketSize, 'years'>): SessionDate[] {
  return sessionsBetween(parseSessionDate(`${2025 - years}-01-01`), LAST);
}

/** The price items of a symbol on `sessions`, seeded by its name: a base, or an inverse fund that follows its base loosely. */
export function* priceItems(ticker: Ticker, sessions: readonly SessionDate[]): Generator<Item> {
  const base = returnsOf(`B${ticker.slice(1)}`, sessions.length);
  const noise = returnsOf(ticker, sessions.length);
  let close = 100;
  for (const [row, session] of sessions.entries()) {
    const own = base[row] ?? 0;
    const change = ticker.startsWith('I') ? -RATIO * own + 0.1 * (noise[row] ?? 0) : own;
    const open = close;
    // Kept between 1 and 10,000, as splits would.
    close = Math.min(10_000, Math.max(1, close * (1 + change)));
    yield {
      ticker: { S: ticker },
      timestamp: { S: session },
      open: { N: open.toFixed(6) },
      high: { N: Math.max(open, close).toFixed(6) },
      low: { N: Math.min(open, close).toFixed(6) },
      close: { N: close.toFixed(6) },
      volume: { N: '1000000' },
      dividends: { N: '0' },
      splits: { N: '0' },
      source: { S: 'csv' },
      recordedAt: { S: '2025-01-01T00:00:00.000Z' },
    };
  }
}

function returnsOf(name: string, count: number): Float64Array {
  const random = mulberry32(Buffer.from(name).reduce((seed, byte) => seed * 31 + byte, 7));
  return Float64Array.from({ length: count }, () => 0.0004 + 0.03 * (random() - 0.5));
}

/** All symbols of a portfolio of so many pairs, and its benchmark. */
export function symbolsIn({ pairs }: Pick<MarketSize, 'pairs'>): Ticker[] {
  const legs = Array.from({ length: pairs }, (_, pair) => [`B${pair}`, `I${pair}`]).flat();
  return [...legs, 'BENCH'].map((symbol) => parseTicker(symbol));
}
