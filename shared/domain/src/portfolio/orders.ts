import type { Decimal } from 'decimal.js';
import { AppError } from '../errors';
import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';
import type { Costs } from './portfolio';
import type { Targets } from './targets';

/** What is really held, and how to trade it. */
export interface OrderRequest {
  readonly targets: Targets;
  /** Shares held. A symbol the portfolio does not know is left alone and named in `untouched`. */
  readonly holdings: ReadonlyMap<Ticker, Decimal>;
  /** Money in the account, not negative. */
  readonly cash: Decimal;
  /** As-traded close of the as-of session for every leg. */
  readonly prices: ReadonlyMap<Ticker, Decimal>;
  /** The portfolio's costs, for the estimate. */
  readonly costs: Costs;
  /** True for whole shares only; otherwise shares have up to 6 decimals. */
  readonly wholeShares: boolean;
  /** Orders of less value than this are left out. Default 0. */
  readonly minimumOrder?: Decimal | undefined;
}

export interface Order {
  readonly symbol: Ticker;
  readonly side: 'buy' | 'sell';
  /** Positive. */
  readonly shares: Decimal;
  readonly price: Decimal;
  /** shares * price. */
  readonly value: Decimal;
  readonly estimatedCost: Decimal;
  /** Portfolio weight now, and as the targets want it. */
  readonly weight: number;
  readonly target: number;
  /** |weight - target|. */
  readonly drift: number;
}

export interface OrderPlan {
  /** 16 hex digits, the same for the same portfolio, session, holdings and cash. */
  readonly id: string;
  readonly portfolio: string;
  readonly asOf: SessionDate;
  /** Holdings at `prices`, and cash. */
  readonly nav: Decimal;
  readonly cashBefore: Decimal;
  /** Cash once every order is filled at `prices` and the estimated costs are paid; never negative. */
  readonly cashAfter: Decimal;
  readonly estimatedCost: Decimal;
  /** Sells before buys, so that cash is never negative on the way; in each group the largest drift first. */
  readonly orders: readonly Order[];
  /** Holdings outside the portfolio, not counted in `nav`. */
  readonly untouched: readonly { readonly symbol: Ticker; readonly shares: Decimal }[];
}

/** Turns real holdings and cash into orders. */
export function planOrders(_request: OrderRequest): OrderPlan {
  throw new AppError('failed', 'planOrders is not ready');
}
