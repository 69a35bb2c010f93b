import { parseTicker } from '@evenkeel/domain/prices';
import * as z from 'zod/mini';

/** One calendar year of the equity curve, as columns: row `i` belongs to `sessions[i]`. */
export const equityYear = z.object({
  sessions: z.array(z.string()),
  nav: z.array(z.number()),
  /** NAV of the same run without costs. */
  gross: z.array(z.number()),
  cash: z.array(z.number()),
  cost: z.array(z.number()),
  netDelta: z.array(z.number()),
  exposure: z.array(z.number()),
});
/** Content of an `equity#YYYY` item. */
export type EquityYear = z.infer<typeof equityYear>;

/** A trade as it was stored until trades were stored as columns; shares and their price may be unknown to it. */
const trade = z.object({
  date: z.string(),
  symbol: z.string(),
  units: z.number(),
  price: z.number(),
  shares: z._default(z.nullable(z.number()), null),
  tradedPrice: z._default(z.nullable(z.number()), null),
  value: z.number(),
  cost: z.number(),
  reason: z.string(),
});

const tradeColumns = z.object({
  date: z.array(z.string()),
  symbol: z.array(z.string()),
  units: z.array(z.number()),
  price: z.array(z.number()),
  shares: z.array(z.nullable(z.number())),
  tradedPrice: z.array(z.nullable(z.number())),
  value: z.array(z.number()),
  cost: z.array(z.number()),
  reason: z.array(z.string()),
});

const tradesPart = z.union([tradeColumns, z.object({ trades: z.array(trade) })]);

/**
 * One filled order of the model portfolio: index units and index at the fill, shares and what one cost as traded, value and cost in
 * the portfolio's money.
 */
export type TradeRow = z.infer<typeof trade>;
/** Content of a `trades#YYYY` item: trades of one calendar year in the order they were made, as columns. */
export type TradeColumns = z.infer<typeof tradeColumns>;

/**
 * The trades in a `trades#YYYY` item, in the order they were made. Shares and their price are null where the item does not know them.
 * @throws Error when there are none in it
 */
export function tradeRows(part: unknown): TradeRow[] {
  const parsed = tradesPart.parse(part);
  if ('trades' in parsed) return parsed.trades;
  const { date, symbol, units, price, shares, tradedPrice, value, cost, reason } = parsed;
  return date.map((session, row) => ({
    date: session,
    symbol: symbol[row] ?? '',
    units: units[row] ?? Number.NaN,
    price: price[row] ?? Number.NaN,
    shares: shares[row] ?? null,
    tradedPrice: tradedPrice[row] ?? null,
    value: value[row] ?? Number.NaN,
    cost: cost[row] ?? Number.NaN,
    reason: reason[row] ?? '',
  }));
}

const ticker = z.pipe(
  z.string(),
  z.transform((text) => parseTicker(text)),
);

const pairYear = z.object({
  base: ticker,
  inverse: ticker,
  exposure: z.number(),
  perDelta: z.number(),
  tracking: z.number(),
  cost: z.number(),
  trend: z.number(),
  decay: z.number(),
  direction: z.number(),
  residual: z.number(),
  total: z.number(),
});

/** One calendar year of the attribution, as far as no later session changes it, in money (docs/numbers.md, section 6). */
export const attributionYear = z.object({ year: z.number(), pairs: z.array(pairYear) });

/** What the whole run says about all years: each pair's mean net delta, in the order of the pairs. */
export const attributionMeans = z.object({ meanNetDeltas: z.array(z.number()) });
