import type { LatestContent, PairTargets } from '@evenkeel/dynamo/strategy';

type ReadyContent = Extract<LatestContent, { asOf: string }>;

/** A pair that is to be rebalanced; `changes` replace whole keys. */
export function pairTargets(changes: Partial<PairTargets> = {}): PairTargets {
  return {
    base: 'QQQ',
    inverse: 'SQQQ',
    ratio: 3,
    target: { base: 0.75, inverse: 0.25 },
    weight: { base: 0.9, inverse: 0.1 },
    drift: 0.15,
    netDelta: 0.6,
    breached: true,
    blocked: false,
    action: 'rebalance',
    ...changes,
  };
}

/** The targets of one such pair; `changes` replace whole keys. */
export function readyTargets(changes: Partial<ReadyContent> = {}): ReadyContent {
  return {
    portfolio: 'classic',
    newest: '2024-06-28',
    waitsFor: [],
    sources: ['csv'],
    synthetic: false,
    signal: 'rebalance',
    asOf: '2024-06-28',
    nav: 1e8,
    cash: -12.5,
    netDelta: 0.25,
    pairs: [pairTargets()],
    modelHoldings: [
      { symbol: 'QQQ', shares: 187_500, tradedPrice: 480, units: 3_214_285.71, value: 9e7 },
      { symbol: 'SQQQ', shares: 1_000_000, tradedPrice: 10, units: 9e13, value: 1e7 },
    ],
    modelOrders: [
      { side: 'sell', symbol: 'QQQ', shares: 31_250, tradedPrice: 480, units: 535_714.29, value: 1.5e7 },
      { side: 'buy', symbol: 'SQQQ', shares: 1_500_000, tradedPrice: 10, units: 1.35e14, value: 1.5e7 },
    ],
    ...changes,
  };
}
