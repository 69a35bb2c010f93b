import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';

/** Whether to trade: for a pair, and for the portfolio once any pair does. */
export type Action = 'rebalance' | 'hold';

/** Which way an order goes. */
export type Side = 'buy' | 'sell';

/** One number for each leg of a pair. */
export interface LegValues {
  readonly base: number;
  readonly inverse: number;
}

/** One pair at the as-of close, before that session's trades. */
export interface PairTarget {
  readonly base: Ticker;
  readonly inverse: Ticker;
  /** Leverage ratio in force on the as-of session. */
  readonly ratio: number;
  /** Portfolio weight each leg should have. */
  readonly target: LegValues;
  /** Portfolio weight each leg has. */
  readonly weight: LegValues;
  /** Drift by the portfolio's own measure. */
  readonly drift: number;
  /** (base - ratio * inverse) / NAV: this pair's part of the portfolio's net delta. */
  readonly netDelta: number;
  /** Drift above the tolerance or rebalanced by the calendar, or the regime filter changed its mind about the pair. */
  readonly breached: boolean;
  /** True while the regime filter keeps the pair in cash. */
  readonly blocked: boolean;
  readonly action: Action;
}

/** One leg as the model holds it at the as-of close, before that session's trades. */
export interface ModelHolding {
  readonly symbol: Ticker;
  /** As traded on the as-of session; null where prices as traded are not known, as is the price. */
  readonly shares: number | null;
  /** As-traded close of the as-of session. */
  readonly tradedPrice: number | null;
  /** Index units. */
  readonly units: number;
  /** In money. */
  readonly value: number;
}

/** One order of the model. All amounts are positive. */
export interface ModelOrder extends ModelHolding {
  readonly side: Side;
}

/**
 * What the model portfolio should hold after `asOf` and whether that calls for trades. Weights,
 * drift, NAV and cash are those of the as-of close before that session's trades are decided, so that
 * a reader sees what caused the signal.
 */
export interface Targets {
  /** The portfolio's name. */
  readonly portfolio: string;
  readonly asOf: SessionDate;
  readonly nav: number;
  readonly cash: number;
  readonly netDelta: number;
  readonly signal: Action;
  readonly pairs: readonly PairTarget[];
  /** Every leg that is held, in the order of the pairs, base before inverse. */
  readonly modelHoldings: readonly ModelHolding[];
  /**
   * What the decision of the as-of session trades, at its close: with fill `close` the trades made there, with a later fill
   * what they would come to if the price did not move until then. Empty while the signal is `hold`.
   */
  readonly modelOrders: readonly ModelOrder[];
}
