import { latestTargets, runBacktest, type BacktestRun, type EngineState, type Panel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { ModelOrder, Portfolio, Targets } from '@evenkeel/domain/portfolio';
import type { DecisionFacts, SignalOrder } from '@evenkeel/report/signals';
import { type ReadyContent, readyHead } from '../view/ready-head';

/** What decisions are taken from. */
export interface DecisionInputs {
  readonly portfolio: Portfolio;
  /** Up to the as-of session. */
  readonly panel: Panel;
  /** The run over all of it. */
  readonly net: BacktestRun;
  /** The head of the view that the signals go with. */
  readonly latest: ReadyContent;
}

/** What the model portfolio decides at the close of a session of the panel, as prices are known now. */
export type Decisions = (session: SessionDate) => Targets;

/** {@link Decisions} of one run; a session is worked out when it is asked for, from the nearest one before it. */
export function decisionsOf({ portfolio, panel, net }: DecisionInputs): Decisions {
  const states: EngineState[] = [];
  const known = new Map<SessionDate, Targets>();
  const stateOn = (session: SessionDate): EngineState => {
    if (session === net.state.session) return net.state;
    const after = states.findLast((state) => state.session < session);
    const { state } = runBacktest(portfolio, panel, { after, until: session });
    states.push(state);
    states.sort((a, b) => (a.session < b.session ? -1 : 1));
    return state;
  };
  return (session) => {
    const targets = known.get(session) ?? latestTargets(portfolio, panel, stateOn(session));
    known.set(session, targets);
    return targets;
  };
}

/** A decision as subscribers are told of it, beside all that a view's head says of such a session. */
export function decisionFacts(
  targets: Targets,
  kind: DecisionFacts['kind'],
  { portfolio, latest }: Pick<DecisionInputs, 'portfolio' | 'latest'>,
): DecisionFacts & Omit<ReadyContent, 'modelHoldings' | 'modelOrders'> {
  const { rebalance, fill } = portfolio;
  const { portfolio: name, newest, waitsFor, sources, synthetic } = latest;
  const { signal, asOf, nav, cash, netDelta, pairs } = readyHead(targets);
  return {
    ...{ portfolio: name, newest, waitsFor, sources, synthetic, signal, asOf, nav, cash, netDelta, pairs },
    kind,
    session: targets.asOf,
    late: targets.asOf !== latest.newest,
    limit: rebalance.drift.tolerance,
    fill,
    orders: ordersOf(targets.modelOrders),
  };
}

/** The orders as a person gives them, one a symbol: sells before buys, the largest first. */
export function ordersOf(
  orders: readonly (Omit<ModelOrder, 'symbol' | 'units'> & { readonly symbol: string })[],
): SignalOrder[] {
  return oneEach(
    orders.map(({ symbol, side, shares, tradedPrice, value }) => ({ symbol, side, shares, price: tradedPrice, value })),
  );
}

/**
 * One order a symbol: a symbol that is a leg of several pairs is bought for the one and sold for the other as one order over what
 * is left; none where nothing is.
 */
export function oneEach(orders: readonly SignalOrder[]): SignalOrder[] {
  const bySymbol = new Map<string, SignalOrder[]>();
  for (const order of orders) bySymbol.set(order.symbol, [...(bySymbol.get(order.symbol) ?? []), order]);
  return [...bySymbol.values()]
    .flatMap((same) => together(same) ?? [])
    .sort((a, b) => (a.side === b.side ? b.value - a.value : a.side === 'sell' ? -1 : 1));
}

function together(orders: readonly SignalOrder[]): SignalOrder | undefined {
  const [first] = orders;
  if (first === undefined || orders.length === 1) return first;
  const signed = ({ side }: SignalOrder, amount: number) => (side === 'buy' ? amount : -amount);
  const value = orders.reduce((sum, order) => sum + signed(order, order.value), 0);
  if (value === 0) return undefined;
  const shares = orders.reduce<number | null>(
    (sum, order) => (sum === null || order.shares === null ? null : sum + signed(order, order.shares)),
    0,
  );
  const size = shares === null ? null : Math.abs(shares);
  return { ...first, side: value > 0 ? 'buy' : 'sell', shares: size, value: Math.abs(value) };
}
