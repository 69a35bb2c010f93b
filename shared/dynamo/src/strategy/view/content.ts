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
