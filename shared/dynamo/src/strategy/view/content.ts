import { parseTicker } from '@evenkeel/domain/prices';
import * as z from 'zod/mini';
import type { ViewChanges } from './changes';

/** A symbol that has no bar of the newest session seen among the portfolio's symbols. */
const waitingSymbol = z.object({ symbol: z.string(), newest: z.nullable(z.string()) });

const legs = z.object({ base: z.number(), inverse: z.number() });

const pairTargets = z.object({
  base: z.string(),
  inverse: z.string(),
  /** Leverage in force on the as-of session. */
  ratio: z.number(),
  /** Target portfolio weight of each leg. */
  target: legs,
  /** The model portfolio's weight of each leg at the as-of close, before that session's trades. */
  weight: legs,
  /** In the portfolio's own measure; `null` where there is nothing to measure. */
  drift: z.nullable(z.number()),
  /** (base - ratio * inverse) / NAV. */
  netDelta: z.number(),
  breached: z.boolean(),
  /** True while the regime filter keeps the pair in cash. */
  blocked: z.boolean(),
  action: z.enum(['rebalance', 'hold']),
});

const heldShares = z.object({
  symbol: z.string(),
  /** As traded on the as-of session; `null` where prices as traded are not known, as is the price. */
  shares: z.nullable(z.number()),
  /** As-traded close of the as-of session. */
  tradedPrice: z.nullable(z.number()),
  /** Units of the total-return index. */
  units: z.number(),
  /** In money. */
  value: z.number(),
});

const order = z.extend(heldShares, { side: z.enum(['buy', 'sell']) });

/** Of the model. Absent, or `null`, in a view that was published before it held them. */
const model = {
  /** Each leg that is held at the as-of close, before that session's trades. */
  modelHoldings: z.nullish(z.array(heldShares)),
  /** What the decision of the as-of session trades. All amounts are positive. */
  modelOrders: z.nullish(z.array(order)),
};

const provenance = {
  portfolio: z.string(),
  /** Newest session of which any symbol of the portfolio has a bar. */
  newest: z.nullable(z.string()),
  waitsFor: z.array(waitingSymbol),
  /** Names of the price sources behind the newest bars, sorted. */
  sources: z.array(z.string()),
  /** True when any of them is the synthetic market. */
  synthetic: z.boolean(),
};

/** What the `latest` item says: either targets of the as-of session, or whom the first ones wait for. */
export const latestContent = z.discriminatedUnion('signal', [
  z.object({
    ...provenance,
    signal: z.enum(['rebalance', 'hold']),
    /** Newest session of which every symbol of the portfolio has its final bar. */
    asOf: z.string(),
    nav: z.number(),
    cash: z.number(),
    /** Of the whole portfolio, as a share of NAV. */
    netDelta: z.number(),
    pairs: z.array(pairTargets),
    ...model,
  }),
  z.object({
    ...provenance,
    signal: z.literal('wait'),
    asOf: z.null(),
    nav: z.null(),
    cash: z.null(),
    netDelta: z.null(),
    pairs: z.array(pairTargets),
    ...model,
  }),
]);

/** Content of a view's `latest` item: a function of the stored bars and the portfolio alone. */
export type LatestContent = z.infer<typeof latestContent>;
/** One pair's targets, weights and drift; weights are shares of NAV. */
export type PairTargets = z.infer<typeof pairTargets>;
/** One leg as the model holds it, in shares as traded beside index units. */
export type HeldShares = z.infer<typeof heldShares>;
/** One order of the model. */
export type OrderedShares = z.infer<typeof order>;

/** {@link LatestContent} and which publication wrote it. */
export type LatestView = LatestContent & {
  /** Fencing number of the recomputation; grows with every view that differs. */
  readonly version: number;
  /** Number of the portfolio's generation, from 1 on; 0 in a view that was published before they were counted. */
  readonly generation: number;
  /** ISO instant of that recomputation. */
  readonly computedAt: string;
  /** By how much it differs from the view before it, where a session that was shown says something else now. */
  readonly changes: ViewChanges | null;
};

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
