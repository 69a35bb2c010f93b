import { pairKey } from '@evenkeel/domain/pairs';
import { percent, share, shortMoney } from '../formats/numbers';
import { wholeShares } from '../formats/shares';
import type { DecisionFacts, SignalFacts, SignalOrder, SignalPair } from './facts';

/** Pairs whose drift is above this share of the limit are near it. */
export const NEAR = 0.8;

/**
 * A signal in one line, which a person understands on a phone: "classic 2025-09-18: sell 46,376 SMH, buy 15,284 SOXS". Of a list
 * that does not fit into `width` characters the last items are counted.
 */
export function headline(facts: SignalFacts, width: number): string {
  const { portfolio, session, synthetic, late, kind } = facts;
  const marks = [...(late ? ['late'] : []), ...(kind === 'correction' ? ['corrected'] : [])].join(', ');
  const subject = `${synthetic ? 'SYNTHETIC ' : ''}${portfolio} ${session}${marks === '' ? '' : ` (${marks})`}: `;
  const told = subject + wordsOf(facts, width - subject.length);
  return told.length <= width ? told : `${told.slice(0, width - 3)}...`;
}

/** What the model does, e.g. "sell 46,376 SMH, buy 15,284 SOXS" or "hold", in at most `room` characters where that can be. */
export function ordersInWords(
  { signal, orders }: { readonly signal: 'rebalance' | 'hold'; readonly orders: readonly SignalOrder[] | null },
  room = Infinity,
): string {
  if (signal === 'hold') return 'hold';
  if (orders === null || orders.length === 0) return 'rebalance';
  return listed(orders.map(orderInWords), room);
}

/** The pairs of a decision whose drift is near its limit, or beyond, the largest first. */
export function nearPairs({ pairs, limit }: Pick<DecisionFacts, 'pairs' | 'limit'>): SignalPair[] {
  if (limit === 0) return [];
  return pairs
    .filter(({ drift }) => drift !== null && drift > NEAR * limit)
    .sort((a, b) => (b.drift ?? 0) - (a.drift ?? 0));
}

/** "46,376 SMH", or "14.49 M of SMH" where no price as traded is known. */
function orderInWords({ side, shares, value, symbol }: SignalOrder): string {
  return `${side} ${shares === null ? `${shortMoney(value)} of` : wholeShares(shares)} ${symbol}`;
}

function wordsOf(facts: SignalFacts, room: number): string {
  switch (facts.kind) {
    case 'rebalance':
      return ordersInWords(facts, room);
    case 'hold':
      return drifting(facts, room);
    case 'correction':
      return corrected(facts, room);
    case 'late':
      return `prices late: ${listed(
        facts.symbols.map(({ symbol }) => symbol),
        room - 'prices late: '.length,
      )}`;
    case 'recovered':
      return `prices complete now: ${facts.signal}`;
    case 'drawdown':
      return `drawdown ${percent()(facts.drawdown)}, beyond ${share(facts.limit)}`;
  }
}

/** Whether a pair has drifted beyond its limit, which is held only where its check comes later. */
export function isBeyond({ pairs, limit }: Pick<DecisionFacts, 'pairs' | 'limit'>): boolean {
  return pairs.some(({ drift }) => drift !== null && drift > limit);
}

function drifting(facts: DecisionFacts, room: number): string {
  const pairs = nearPairs(facts);
  const what = isBeyond(facts) ? 'held beyond its limit: ' : 'near its limit: ';
  const drifts = pairs.map((pair) => `${pairKey(pair)} drift ${percent()(pair.drift)} of ${share(facts.limit)}`);
  return what + listed(drifts, room - what.length);
}

function corrected(facts: DecisionFacts, room: number): string {
  const [now, was] = ['now ', '; was '];
  const old =
    facts.replaces === undefined ? '' : was + ordersInWords(facts.replaces, Math.floor(room / 2) - was.length);
  return `${now}${ordersInWords(facts, room - now.length - old.length)}${old}`;
}

/** As many of `items` as fit, and how many more there are. */
function listed(items: readonly string[], room: number): string {
  for (let shown = items.length; shown > 1; shown -= 1) {
    const text = shortened(items, shown);
    if (text.length <= room) return text;
  }
  return shortened(items, 1);
}

function shortened(items: readonly string[], shown: number): string {
  const more = items.length - shown;
  return items.slice(0, shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
