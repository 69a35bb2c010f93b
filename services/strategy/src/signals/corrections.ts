import type { SessionDate } from '@evenkeel/domain/calendar';
import type { DecisionFacts, SignalOrder } from '@evenkeel/report/signals';
import { decisionFacts, type DecisionInputs, type Decisions, oneEach, ordersOf } from './decisions';
import type { ShownDecision, ShownDecisions } from './recorded';

/** Orders that differ by less than this share, or by less than one share of stock, are the same decision. */
const SAME = 0.01;

/** A correction for each decision that was shown and is another one now, oldest session first. */
export function corrections(
  { decisions, because }: ShownDecisions,
  now: Decisions,
  inputs: Pick<DecisionInputs, 'portfolio' | 'latest' | 'panel'>,
): DecisionFacts[] {
  const sessions = new Set<SessionDate>(inputs.panel.sessions);
  return [...decisions].reverse().flatMap(({ session, ...was }) => {
    if (!sessions.has(session)) return [];
    const targets = now(session);
    if (!changed(was, { signal: targets.signal, orders: ordersOf(targets.modelOrders) })) return [];
    return [{ ...decisionFacts(targets, 'correction', inputs), because, replaces: was }];
  });
}

type Decision = Pick<ShownDecision, 'signal' | 'orders'>;

/**
 * Whether a decision is another one: to hold instead of to trade or the other way round, other symbols or sides, or shares that
 * differ by more than 1 %.
 */
export function changed(was: Decision, is: Decision): boolean {
  if (was.signal !== is.signal) return true;
  if (was.orders === null || is.orders === null) return false;
  const before = new Map(oneEach(was.orders).map((order) => [order.symbol, order]));
  const after = oneEach(is.orders);
  return before.size !== after.length || after.some((order) => differ(before.get(order.symbol), order));
}

function differ(was: SignalOrder | undefined, is: SignalOrder): boolean {
  if (was?.side !== is.side) return true;
  if (was.shares === null || is.shares === null) return Math.abs(is.value - was.value) > SAME * was.value;
  const by = Math.abs(is.shares - was.shares);
  return by >= 1 && by > SAME * was.shares;
}
