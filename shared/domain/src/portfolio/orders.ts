import { Decimal } from 'decimal.js';
import { AppError } from '../errors';
import type { Ticker } from '../prices';
import { afford, isWorthwhile, sideOf, spendRemainder, wishOf, type Position } from './order-lots';
import {
  MOST_MONEY,
  type LeftOut,
  type LeftOutReason,
  type Order,
  type OrderPlan,
  type OrderRequest,
} from './order-plan';
import { planId } from './plan-id';
import type { Costs } from './portfolio';
import type { Targets } from './targets';
import { tradingCost } from './trading-cost';

const NOTHING = new Decimal(0);
const CENT = new Decimal('0.01');
const MOST_ITERATIONS = 10_000;
/** Targets that add up to 1 but for rounding want no cash. */
const ROUNDING = 1e-9;

/**
 * Turns real holdings and cash into orders that bring every leg to its target weight of what the
 * account is worth after costs. Orders are rounded down to the smallest lot; where the money does not
 * reach, the buys with the smaller drift go short. What whole shares leave over buys one share more of
 * what is furthest below its target, as long as that brings it nearer.
 *
 * @throws AppError `bad-input` for money or shares below 0 or above {@link MOST_MONEY}, or an account worth nothing;
 * `bad-data` for a leg without a price, or costs that eat the account
 */
export function planOrders(request: OrderRequest): OrderPlan {
  const { portfolio, targets, holdings, cash, wholeShares, minimumOrder } = request;
  requireSensible(holdings, cash);
  const { positions, nav, reserve } = accountOf(request);
  const wishes = positions
    .map((position) => wishOf(position, request))
    .filter((wish) => isWorthwhile(wish, request))
    .sort(byDrift);
  const sells = wishes.filter(({ side }) => side === 'sell');
  const proceeds = sells.reduce((sum, { value, estimatedCost }) => sum.plus(value).minus(estimatedCost), cash);
  const affordable = afford(
    wishes.filter(({ side }) => side === 'buy'),
    proceeds,
    request,
  );
  const short = positions.filter((position) => sideOf(position) === 'buy');
  const { orders: buys, left } = wholeShares ? spendRemainder(affordable, short, reserve, request) : affordable;
  const orders = [...sells, ...[...buys].sort(byDrift)];
  return {
    id: planId({ portfolio, asOf: targets.asOf, holdings, cash, wholeShares, minimumOrder }),
    portfolio: targets.portfolio,
    asOf: targets.asOf,
    nav,
    cashBefore: cash,
    cashAfter: left,
    idleCash: Decimal.max(0, left.minus(reserve)),
    estimatedCost: orders.reduce((sum, { estimatedCost }) => sum.plus(estimatedCost), NOTHING),
    orders,
    leftOut: leftOutOf(positions, orders, request),
    sharedSymbols: positions.map(({ symbol }) => symbol).filter((symbol) => pairsWith(symbol, targets) > 1),
    untouched: [...holdings]
      .filter(([symbol, shares]) => !shares.isZero() && !positions.some((position) => position.symbol === symbol))
      .map(([symbol, shares]) => ({ symbol, shares })),
  };
}

function requireSensible(holdings: ReadonlyMap<Ticker, Decimal>, cash: Decimal): void {
  const sensible = (amount: Decimal): boolean =>
    amount.isFinite() && !(amount.lessThan(0) || amount.greaterThan(MOST_MONEY));
  if (!sensible(cash))
    throw new AppError(
      'bad-input',
      `cash: ${cash.toString()} is not an amount of money; write 0 or more, up to ${MOST_MONEY}`,
    );
  for (const [symbol, shares] of holdings) {
    if (sensible(shares)) continue;
    throw new AppError(
      'bad-input',
      `holdings: ${symbol} ${shares.toString()}: the strategy is long only; write 0 or more shares, up to ${MOST_MONEY}`,
      { symbol },
    );
  }
}

/** What the account has, what it is worth, and the cash that the targets want it to keep. */
function accountOf({ portfolio, targets, holdings, prices, cash }: OrderRequest) {
  const held = [...weightsOf(targets)].map(([symbol, target]) => {
    const shares = holdings.get(symbol) ?? NOTHING;
    const price = prices.get(symbol);
    if (price?.isFinite() && price.greaterThan(0))
      return { symbol, target, held: shares, price, value: shares.times(price) };
    throw new AppError('bad-data', `${symbol}: no price on ${targets.asOf}; fetch its prices first`, { symbol });
  });
  const nav = held.reduce((sum, { value }) => sum.plus(value), cash);
  if (!nav.greaterThan(0)) {
    throw new AppError(
      'bad-input',
      "holdings: there is neither cash nor anything held in the portfolio's symbols; state --cash or holdings",
    );
  }
  const worth = worthAfterCosts(held, nav.toNumber(), portfolio.costs);
  const positions = held.map((each): Position => ({
    ...each,
    weight: each.value.div(nav).toNumber(),
    goal: new Decimal(each.target * worth),
  }));
  const uninvested = 1 - held.reduce((sum, { target }) => sum + target, 0);
  return { positions, nav, reserve: uninvested > ROUNDING ? new Decimal(uninvested * worth) : NOTHING };
}

/** Target weight by symbol, in the order of the pairs; those of a symbol in several pairs added up. */
function weightsOf({ pairs }: Targets): ReadonlyMap<Ticker, number> {
  const wanted = new Map<Ticker, number>();
  for (const { base, inverse, target } of pairs) {
    wanted.set(base, (wanted.get(base) ?? 0) + target.base);
    wanted.set(inverse, (wanted.get(inverse) ?? 0) + target.inverse);
  }
  return wanted;
}

function pairsWith(symbol: Ticker, { pairs }: Targets): number {
  return pairs.filter(({ base, inverse }) => base === symbol || inverse === symbol).length;
}

/** X of `X = nav - cost(trades to target weight * X)`, as the engine has it, in floating point: lots are coarser. */
function worthAfterCosts(held: readonly Pick<Position, 'target' | 'value'>[], nav: number, costs: Costs): number {
  let worth = nav;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const paid = held.reduce(
      (sum, { target, value }) => sum + tradingCost(costs, Math.abs(target * worth - value.toNumber())),
      0,
    );
    const change = Math.abs(nav - paid - worth);
    worth = nav - paid;
    if (change <= 1e-9 * nav) return Math.max(0, worth);
  }
  throw new AppError(
    'bad-data',
    `costs: no value pays for its own trades out of ${nav}; lower costs.commissionRate or costs.slippage`,
    { nav },
  );
}

function byDrift(a: Order, b: Order): number {
  return b.drift - a.drift || (a.symbol < b.symbol ? -1 : 1);
}

/** Every symbol that is a cent or more from its goal and has no order. */
function leftOutOf(positions: readonly Position[], orders: readonly Order[], request: OrderRequest): LeftOut[] {
  const ordered = new Set(orders.map(({ symbol }) => symbol));
  return positions
    .filter(({ symbol }) => !ordered.has(symbol))
    .flatMap((position) => {
      const wish = wishOf(position, request);
      // In fractions, less than the smallest lot is as good as nothing.
      if (wish.shares.isZero() && !request.wholeShares) return [];
      const { symbol } = position;
      const value = position.goal.minus(position.value).abs().toDecimalPlaces(2);
      return value.lessThan(CENT) ? [] : [{ symbol, side: wish.side, value, reason: reasonOf(wish, request) }];
    })
    .sort((a, b) => b.value.comparedTo(a.value) || (a.symbol < b.symbol ? -1 : 1));
}

function reasonOf({ shares, value, estimatedCost }: Order, { minimumOrder }: OrderRequest): LeftOutReason {
  if (shares.isZero()) return 'less-than-one-share';
  if (minimumOrder !== undefined && value.lessThan(minimumOrder)) return 'below-minimum';
  return value.greaterThan(estimatedCost) ? 'not-enough-cash' : 'less-than-its-cost';
}
