import { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Ticker } from '../prices';
import { planId } from './plan-id';
import type { Costs } from './portfolio';
import type { Targets } from './targets';
import { tradingCost } from './trading-cost';

/** What is really held, and how to trade it. */
export interface OrderRequest {
  readonly targets: Targets;
  /** Shares held, not negative. A symbol the portfolio does not know is left alone and named in `untouched`. */
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
  /** In money, rounded up to a cent. */
  readonly estimatedCost: Decimal;
  /** Share of the account now. */
  readonly weight: number;
  /** Share of the account the targets want. */
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

/** Decimals of a fractional share, as brokers take them. */
const SHARE_PLACES = 6;
const MONEY_PLACES = 2;
const MOST_ITERATIONS = 1000;

/**
 * Turns real holdings and cash into orders that bring every leg to its target weight of what the
 * account is worth after costs. Orders are rounded down to the smallest lot; where the money does not
 * reach, the buys with the smaller drift go short.
 *
 * @throws AppError `bad-input` for negative cash or shares, or an account worth nothing; `bad-data` for a leg without a price
 */
export function planOrders(request: OrderRequest): OrderPlan {
  const { targets, holdings, cash } = request;
  requireLong(holdings, cash);
  const positions = positionsOf(request);
  const nav = positions.reduce((sum, { value }) => sum.plus(value), cash);
  if (!nav.isPositive() || nav.isZero()) {
    throw new AppError('bad-input', 'holdings: there is neither cash nor anything held in the portfolio\'s symbols; state --cash or holdings');
  }
  const wishes = wishesOf(positions, nav, request);
  const sells = wishes.filter(({ side }) => side === 'sell');
  const proceeds = sells.reduce((sum, { value, estimatedCost }) => sum.plus(value).minus(estimatedCost), cash);
  const { orders: buys, left } = afford(wishes.filter(({ side }) => side === 'buy'), proceeds, request);
  const orders = [...sells, ...buys];
  return {
    id: planId({ portfolio: targets.portfolio, asOf: targets.asOf, holdings, cash }),
    portfolio: targets.portfolio,
    asOf: targets.asOf,
    nav,
    cashBefore: cash,
    cashAfter: left,
    estimatedCost: orders.reduce((sum, { estimatedCost }) => sum.plus(estimatedCost), new Decimal(0)),
    orders,
    untouched: [...holdings]
      .filter(([symbol]) => !positions.some((position) => position.symbol === symbol))
      .map(([symbol, shares]) => ({ symbol, shares })),
  };
}

/** One symbol of the portfolio: what the account has of it and should have. */
interface Position {
  readonly symbol: Ticker;
  readonly target: number;
  readonly held: Decimal;
  readonly price: Decimal;
  readonly value: Decimal;
}

function requireLong(holdings: ReadonlyMap<Ticker, Decimal>, cash: Decimal): void {
  if (!cash.isFinite() || cash.isNegative()) throw new AppError('bad-input', `cash: ${cash.toString()} is not an amount of money; write 0 or more`);
  for (const [symbol, shares] of holdings) {
    if (shares.isFinite() && !shares.isNegative()) continue;
    throw new AppError('bad-input', `holdings: ${symbol} ${shares.toString()}: the strategy is long only; write 0 or more shares`, { symbol });
  }
}

function positionsOf({ targets, holdings, prices }: OrderRequest): Position[] {
  const wanted = new Map<Ticker, number>();
  for (const { base, inverse, target } of targets.pairs) {
    wanted.set(base, (wanted.get(base) ?? 0) + target.base);
    wanted.set(inverse, (wanted.get(inverse) ?? 0) + target.inverse);
  }
  return [...wanted].map(([symbol, target]) => {
    const held = holdings.get(symbol) ?? new Decimal(0);
    const price = prices.get(symbol);
    if (price?.isFinite() && price.greaterThan(0)) return { symbol, target, held, price, value: held.times(price) };
    throw new AppError('bad-data', `${symbol}: no price on ${targets.asOf}; fetch its prices first`, { symbol });
  });
}

/** The orders that would be right if the smallest lot were no matter of money: largest drift first. */
function wishesOf(positions: readonly Position[], nav: Decimal, request: OrderRequest): Order[] {
  const worth = worthAfterCosts(positions, nav.toNumber(), request.costs);
  return positions
    .flatMap((position): Order[] => {
      const change = new Decimal(position.target * worth).minus(position.value).div(position.price);
      const shares = change.abs().toDecimalPlaces(request.wholeShares ? 0 : SHARE_PLACES, Decimal.ROUND_DOWN);
      const order = orderOf(position, change.isNegative() ? 'sell' : 'buy', Decimal.min(shares, change.isNegative() ? position.held : shares), nav, request.costs);
      return isWorthwhile(order, request) ? [order] : [];
    })
    .sort((a, b) => b.drift - a.drift || (a.symbol < b.symbol ? -1 : 1));
}

/** X of `X = nav - cost(trades to target weight * X)`, as the engine has it, in floating point: lots are coarser. */
function worthAfterCosts(positions: readonly Position[], nav: number, costs: Costs): number {
  let worth = nav;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const paid = positions.reduce((sum, { target, value }) => sum + tradingCost(costs, Math.abs(target * worth - value.toNumber())), 0);
    const change = Math.abs(nav - paid - worth);
    worth = nav - paid;
    if (change <= 1e-9 * nav) break;
  }
  return Math.max(0, worth);
}

function orderOf(position: Pick<Position, 'symbol' | 'target' | 'price' | 'value'>, side: Order['side'], shares: Decimal, nav: Decimal, costs: Costs): Order {
  const { symbol, target, price } = position;
  const value = shares.times(price);
  const weight = position.value.div(nav).toNumber();
  return { symbol, side, shares, price, value, estimatedCost: costOf(value, costs), weight, target, drift: Math.abs(weight - target) };
}

function costOf(value: Decimal, costs: Costs): Decimal {
  return new Decimal(tradingCost(costs, value.toNumber())).toDecimalPlaces(MONEY_PLACES, Decimal.ROUND_UP);
}

/** Also keeps out crumbs whose cost, a cent at least, is more than they bring. */
function isWorthwhile({ value, estimatedCost }: Order, { minimumOrder }: OrderRequest): boolean {
  return value.greaterThan(estimatedCost) && (minimumOrder === undefined || value.greaterThanOrEqualTo(minimumOrder));
}

/** Takes the buys in turn while the money lasts, the last ones smaller or not at all. */
function afford(buys: readonly Order[], money: Decimal, request: OrderRequest): { orders: Order[]; left: Decimal } {
  let left = money;
  const orders: Order[] = [];
  for (const buy of buys) {
    const order = cutTo(buy, left, request);
    if (!isWorthwhile(order, request)) continue;
    orders.push(order);
    left = left.minus(order.value).minus(order.estimatedCost);
  }
  return { orders, left };
}

function cutTo(order: Order, money: Decimal, { costs, wholeShares }: OrderRequest): Order {
  const lot = wholeShares ? new Decimal(1) : new Decimal(10).pow(-SHARE_PLACES);
  const fits = (shares: Decimal): boolean => shares.times(order.price).plus(costOf(shares.times(order.price), costs)).lessThanOrEqualTo(money);
  let shares = order.shares;
  // Each round gives up at least one lot, and nearly all of what is missing at once.
  while (shares.greaterThan(0) && !fits(shares)) {
    const value = shares.times(order.price);
    const missing = value.plus(costOf(value, costs)).minus(money);
    const lots = missing.div(order.price).div(lot).div(2).floor();
    shares = Decimal.max(0, shares.minus(Decimal.max(1, lots).times(lot)));
  }
  const value = shares.times(order.price);
  return { ...order, shares, value, estimatedCost: costOf(value, costs) };
}
