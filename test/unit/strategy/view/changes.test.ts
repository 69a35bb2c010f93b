import type { Targets } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import type { LatestView } from '@evenkeel/dynamo/strategy';
import { changesBetween } from '../../../../services/strategy/src/view/changes';
import type { ReadyContent } from '../../../../services/strategy/src/view/ready-head';
import { pairTargets, readyTargets } from '../../../factories/targets';

const pair = (base: string, drift: number) => pairTargets({ base, inverse: `S${base}`, drift });
const head = (changes: Partial<ReadyContent> = {}): LatestView & ReadyContent => ({
  ...readyTargets(changes),
  version: 7,
  generation: 1,
  computedAt: '',
  changes: null,
});
/** Targets that say the same as a head of these pairs. */
function targets(of: ReadyContent, changes: Partial<Targets> = {}): Targets {
  const pairs = of.pairs.map(({ base, inverse, drift, ...more }) => ({
    ...more,
    base: parseTicker(base),
    inverse: parseTicker(inverse),
    drift: drift ?? Number.NaN,
  }));
  const { portfolio, signal, nav, cash, netDelta } = of;
  const asOf = parseSessionDate(of.asOf);
  return { portfolio, signal, nav, cash, netDelta, asOf, pairs, modelHoldings: [], modelOrders: [], ...changes };
}
const why = { because: 'prices', oldest: '2024-06-25' } as const;

describe('changesBetween', () => {
  it('is nothing where targets say the same, but for rounding', () => {
    const was = head();
    expect(changesBetween(was, targets(was), why)).toBeUndefined();
    expect(changesBetween(was, targets(was, { nav: was.nav * (1 + 1e-15) }), why)).toBeUndefined();
    const unknown = head({ pairs: [pairTargets({ drift: null })] });
    expect(changesBetween(unknown, targets(unknown), why)).toBeUndefined();
  });

  it('says what was and what is, the largest change of drift first', () => {
    const was = head({ pairs: [pair('A', 0.1), pair('B', 0.1), pair('C', 0.1)] });
    const is = targets({ ...was, signal: 'hold', nav: 2e8, pairs: [pair('A', 0.11), pair('B', 0.1), pair('C', 0.2)] });
    expect(changesBetween(was, is, why)).toEqual({
      ...why,
      since: 7,
      asOf: was.asOf,
      nav: { was: 1e8, is: 2e8 },
      netDelta: { was: was.netDelta, is: was.netDelta },
      decision: { was: 'rebalance', is: 'hold' },
      pairs: ['C', 'A'].map((base) => ({
        base,
        inverse: `S${base}`,
        weight: { was: { base: 0.9, inverse: 0.1 }, is: { base: 0.9, inverse: 0.1 } },
        drift: { was: 0.1, is: base === 'C' ? 0.2 : 0.11 },
      })),
      more: 0,
    });
  });

  it('names ten pairs at most, and counts the others', () => {
    const names = Array.from({ length: 30 }, (_, i) => `P${i}`);
    const was = head({ pairs: names.map((name) => pair(name, 0.1)) });
    const is = targets({ ...was, pairs: names.map((name, i) => pair(name, 0.1 + i / 100)) });
    const changes = changesBetween(was, is, why);
    expect(changes?.pairs.map(({ base }) => base)).toEqual(names.toReversed().slice(0, 10));
    expect(changes?.more).toBe(19);
  });
});
