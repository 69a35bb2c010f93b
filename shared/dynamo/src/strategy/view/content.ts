import * as z from 'zod/mini';

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
  }),
  z.object({
    ...provenance,
    signal: z.literal('wait'),
    asOf: z.null(),
    nav: z.null(),
    cash: z.null(),
    netDelta: z.null(),
    pairs: z.array(pairTargets),
  }),
]);

/** Content of a view's `latest` item: a function of the stored bars and the portfolio alone. */
export type LatestContent = z.infer<typeof latestContent>;
/** One pair's targets, weights and drift; weights are shares of NAV. */
export type PairTargets = z.infer<typeof pairTargets>;

/** {@link LatestContent} and which publication wrote it. */
export type LatestView = LatestContent & {
  /** Fencing number of the recomputation; grows with every view that differs. */
  readonly version: number;
  /** Number of the portfolio's generation, from 1 on; 0 in a view that was published before they were counted. */
  readonly generation: number;
  /** ISO instant of that recomputation. */
  readonly computedAt: string;
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

const trade = z.object({
  date: z.string(),
  symbol: z.string(),
  units: z.number(),
  price: z.number(),
  value: z.number(),
  cost: z.number(),
  reason: z.string(),
});

/** Trades of one calendar year, in the order they were made. */
export const tradesYear = z.object({ trades: z.array(trade) });
/** One filled order of the model portfolio: index units, value and cost in its money. */
export type TradeRow = z.infer<typeof trade>;
