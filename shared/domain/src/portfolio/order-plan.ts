import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';
import type { Portfolio } from './portfolio';
import type { Side, Targets } from './targets';

/** What is really held, and how to trade it. */
export interface OrderRequest {
  /** Whose targets these are; its costs are used for the estimates. */
  readonly portfolio: Portfolio;
  readonly targets: Targets;
  /** Shares held, from 0 to {@link MOST_MONEY}. A symbol the portfolio does not know is left alone and named in `untouched`. */
  readonly holdings: ReadonlyMap<Ticker, Decimal>;
  /** Money in the account, from 0 to {@link MOST_MONEY}. */
  readonly cash: Decimal;
  /** As-traded close of the as-of session for every leg. */
  readonly prices: ReadonlyMap<Ticker, Decimal>;
  /** True for whole shares only; otherwise shares have up to 6 decimals. */
  readonly wholeShares: boolean;
  /** Orders of less value than this are left out. Default 0. */
  readonly minimumOrder?: Decimal | undefined;
}

/** More money or shares than this are a slip of the pen: the whole world's listed companies are worth about 1e14. */
export const MOST_MONEY = 1e15;

export interface Order {
  readonly symbol: Ticker;
  readonly side: Side;
  /** Positive. */
  readonly shares: Decimal;
  readonly price: Decimal;
  /** shares * price. */
  readonly value: Decimal;
  /** In money, rounded up to a cent. */
  readonly estimatedCost: Decimal;
  /** Share of the account now. */
  readonly weight: number;
  /** Share of the account the targets want. */
  readonly target: number;
  /** |weight - target|. */
  readonly drift: number;
}

/** Why a symbol that is not at its target gets no order. */
export type LeftOutReason =
  /** Worth less than the smallest order that was asked for. */
  | 'below-minimum'
  /** Whole shares only, and less than one would be traded. */
  | 'less-than-one-share'
  /** The estimated cost is as much as what would be traded. */
  | 'less-than-its-cost'
  /** The orders before it have taken the money. */
  | 'not-enough-cash';

/** A symbol that is not at its target and gets no order. */
export interface LeftOut {
  readonly symbol: Ticker;
  readonly side: Side;
  /** What would have to be traded, in money, to a cent. */
  readonly value: Decimal;
  readonly reason: LeftOutReason;
}

export interface OrderPlan {
  /** 16 hex digits, the same for the same portfolio, session, holdings, cash, whole shares and smallest order. */
  readonly id: string;
  readonly portfolio: string;
  readonly asOf: SessionDate;
  /** Holdings at `prices`, and cash. */
  readonly nav: Decimal;
  readonly cashBefore: Decimal;
  /** Cash once every order is filled at `prices` and the estimated costs are paid; never negative. */
  readonly cashAfter: Decimal;
  /** The part of `cashAfter` that the targets would have invested. */
  readonly idleCash: Decimal;
  readonly estimatedCost: Decimal;
  /** Sells before buys, so that cash is never negative on the way; in each group the largest drift first. */
  readonly orders: readonly Order[];
  /** Largest value first. */
  readonly leftOut: readonly LeftOut[];
  /** Symbols that are legs of more than one pair; their order is for the sum of those targets. */
  readonly sharedSymbols: readonly Ticker[];
  /** Holdings outside the portfolio, not counted in `nav`. */
  readonly untouched: readonly { readonly symbol: Ticker; readonly shares: Decimal }[];
}
