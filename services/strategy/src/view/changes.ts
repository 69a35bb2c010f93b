import type { Targets } from '@evenkeel/domain/portfolio';
import type { LatestView, PairTargets, ViewChanges } from '@evenkeel/dynamo/strategy';
import { type ReadyContent, readyHead } from './ready-head';

/** Pairs that are named. */
const MOST_PAIRS = 10;

/**
 * What the targets of a session say now that the head `was` says otherwise; `undefined` where they say the same, or a figure is
 * only rounded otherwise.
 */
export function changesBetween(
  was: LatestView & ReadyContent,
  now: Targets,
  { because, oldest }: Pick<ViewChanges, 'because' | 'oldest'>,
): ViewChanges | undefined {
  const is = readyHead(now);
  const before = new Map(was.pairs.map((pair) => [`${pair.base}/${pair.inverse}`, pair]));
  const pairs = is.pairs
    .flatMap((pair) => {
      const old = before.get(`${pair.base}/${pair.inverse}`);
      return old === undefined || same(old, pair) ? [] : [pairChange(old, pair)];
    })
    .sort((a, b) => driftMoved(b) - driftMoved(a));
  if (pairs.length === 0 && was.signal === is.signal && near(was.nav, is.nav)) return undefined;
  return {
    since: was.version,
    because,
    oldest,
    asOf: was.asOf,
    nav: { was: was.nav, is: is.nav },
    netDelta: { was: was.netDelta, is: is.netDelta },
    decision: { was: was.signal, is: is.signal },
    pairs: pairs.slice(0, MOST_PAIRS),
    more: Math.max(0, pairs.length - MOST_PAIRS),
  };
}

type PairChange = ViewChanges['pairs'][number];
type ShownPair = Pick<PairTargets, 'base' | 'inverse' | 'weight' | 'drift'>;

function pairChange(was: ShownPair, { base, inverse, weight, drift }: ShownPair): PairChange {
  return { base, inverse, weight: { was: was.weight, is: weight }, drift: { was: was.drift, is: drift } };
}

function same(a: ShownPair, b: ShownPair): boolean {
  return (
    near(a.weight.base, b.weight.base) &&
    near(a.weight.inverse, b.weight.inverse) &&
    (a.drift === b.drift || near(a.drift ?? Number.NaN, b.drift ?? Number.NaN))
  );
}

function driftMoved({ drift }: PairChange): number {
  return Math.abs((drift.is ?? 0) - (drift.was ?? 0));
}

/** Equal but for rounding. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));
}
