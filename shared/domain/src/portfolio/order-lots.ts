import { Decimal } from 'decimal.js';
import type { Ticker } from '../prices';
import type { Order, OrderRequest } from './order-plan';
import type { Side } from './targets';
import { tradingCost } from './trading-cost';

/** One symbol of the portfolio: what the account has of it and what it should have. */
export interface Position {
  readonly symbol: Ticker;
  readonly held: Decimal;
  readonly price: Decimal;
  /** held * price. */
  readonly value: Decimal;
  /** Share of the account now, and as the targets want it. */
  readonly weight: number;
  readonly target: number;
  /** Target weight of what the account is worth after costs, in money. */
  readonly goal: Decimal;
}

/** Decimals of a fractional share, as brokers take them. */
const SHARE_PLACES = 6;
const MONEY_PLACES = 2;

/** Whether the way to the goal is up or down. */
export function sideOf({ goal, value }: Position): Side {
  return goal.lessThan(value) ? 'sell' : 'buy';
}

/** The order that leads closest to the goal without passing it, in the smallest lots; possibly of 0 shares. */
export function wishOf(position: Position, request: OrderRequest): Order {
  const change = position.goal.minus(position.value).abs().div(position.price);
  const shares = change.toDecimalPlaces(request.wholeShares ? 0 : SHARE_PLACES, Decimal.ROUND_DOWN);
  const side = sideOf(position);
  return orderOf(position, side, side === 'sell' ? Decimal.min(shares, position.held) : shares, request);
}

/** False for an order below the minimum, and for crumbs whose cost, a cent at least, is as much as they bring. */
export function isWorthwhile({ value, estimatedCost }: Order, { minimumOrder }: OrderRequest): boolean {
  return value.greaterThan(estimatedCost) && (minimumOrder === undefined || value.greaterThanOrEqualTo(minimumOrder));
}

/** Orders, and the money that is left once they are paid. */
export interface Paid {
  readonly orders: readonly Order[];
  readonly left: Decimal;
}

/** Takes the buys in turn while the money lasts, the last ones smaller or not at all. */
export function afford(buys: readonly Order[], money: Decimal, request: OrderRequest): Paid {
  let left = money;
  const orders: Order[] = [];
  for (const buy of buys) {
    const order = cutTo(buy, left, request);
    if (!isWorthwhile(order, request)) continue;
    orders.push(order);
    left = left.minus(costs(order));
  }
  return { orders, left };
}

/**
 * Spends what whole shares leave over: one share more for the symbol that is furthest below its goal, in
 * money, as long as one is to be found whose share can be paid, keeps `reserve` in cash and brings the
 * symbol nearer to its goal, which it does when more than half a share is missing.
 */
export function spendRemainder(buys: Paid, short: readonly Position[], reserve: Decimal, request: OrderRequest): Paid {
  const bought = new Map(buys.orders.map((order) => [order.symbol, order]));
  let { left } = buys;
  for (;;) {
    const step = short
      .map((position) => oneMore(position, bought.get(position.symbol), request))
      .filter(
        ({ missing, more, extra }) =>
          missing.times(2).greaterThan(more.price) &&
          extra.lessThanOrEqualTo(left.minus(reserve)) &&
          isWorthwhile(more, request),
      )
      .sort((a, b) => b.missing.comparedTo(a.missing) || (a.more.symbol < b.more.symbol ? -1 : 1))[0];
    if (step === undefined) return { orders: [...bought.values()], left };
    bought.set(step.more.symbol, step.more);
    left = left.minus(step.extra);
  }
}

/** An order enlarged by one share, what that takes, and what was missing before. */
function oneMore(position: Position, order: Order | undefined, request: OrderRequest) {
  const more = orderOf(position, 'buy', (order?.shares ?? new Decimal(0)).plus(1), request);
  const before = order ?? { value: new Decimal(0), estimatedCost: new Decimal(0) };
  return {
    more,
    extra: costs(more).minus(costs(before)),
    missing: position.goal.minus(position.value).minus(before.value),
  };
}

function costs({ value, estimatedCost }: Pick<Order, 'value' | 'estimatedCost'>): Decimal {
  return value.plus(estimatedCost);
}

function orderOf(
  position: Pick<Position, 'symbol' | 'price' | 'weight' | 'target'>,
  side: Side,
  shares: Decimal,
  { portfolio }: OrderRequest,
): Order {
  const { symbol, price, weight, target } = position;
  const value = shares.times(price);
  const estimatedCost = new Decimal(tradingCost(portfolio.costs, value.toNumber())).toDecimalPlaces(
    MONEY_PLACES,
    Decimal.ROUND_UP,
  );
  return { symbol, side, shares, price, value, estimatedCost, weight, target, drift: Math.abs(weight - target) };
}

function cutTo(wish: Order, money: Decimal, request: OrderRequest): Order {
  const lot = request.wholeShares ? new Decimal(1) : new Decimal(10).pow(-SHARE_PLACES);
  let order = wish;
  // Each round gives up at least one lot, and nearly all of what is missing at once.
  for (
    let missing = costs(order).minus(money);
    order.shares.greaterThan(0) && missing.greaterThan(0);
    missing = costs(order).minus(money)
  ) {
    const lots = missing.div(order.price).div(lot).div(2).floor();
    const shares = Decimal.max(0, order.shares.minus(Decimal.max(1, lots).times(lot)));
    order = orderOf(order, order.side, shares, request);
  }
  return order;
}
