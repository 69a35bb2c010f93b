import type { ModelHolding, Targets } from '@evenkeel/domain/portfolio';
import type { HeldShares, LatestContent } from '@evenkeel/dynamo/strategy';

/** What a head says once there is a session that every symbol has. */
export type ReadyContent = Extract<LatestContent, { asOf: string }>;

/** The targets as a head says them. */
export function readyHead(
  targets: Targets,
): Pick<ReadyContent, 'signal' | 'asOf' | 'nav' | 'cash' | 'netDelta' | 'pairs' | 'modelHoldings' | 'modelOrders'> {
  const { signal, asOf, nav, cash, netDelta } = targets;
  const pairs = targets.pairs.map((pair) => ({
    base: pair.base,
    inverse: pair.inverse,
    ratio: pair.ratio,
    target: { base: pair.target.base, inverse: pair.target.inverse },
    weight: { base: pair.weight.base, inverse: pair.weight.inverse },
    drift: Number.isFinite(pair.drift) ? pair.drift : null,
    netDelta: pair.netDelta,
    breached: pair.breached,
    blocked: pair.blocked,
    action: pair.action,
  }));
  const modelHoldings = targets.modelHoldings.map(holding);
  const modelOrders = targets.modelOrders.map((order) => ({ side: order.side, ...holding(order) }));
  return { signal, asOf, nav, cash, netDelta, pairs, modelHoldings, modelOrders };
}

function holding({ symbol, shares, tradedPrice, units, value }: ModelHolding): HeldShares {
  return { symbol, shares, tradedPrice, units, value };
}
