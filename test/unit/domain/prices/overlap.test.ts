import fc from 'fast-check';
import { sessionsBetween } from '@evenkeel/domain/calendar';
import { compareOverlap, type Bar } from '@evenkeel/domain/prices';
import { bar, day, type BarValues } from '../../../factories/bars';

const SESSIONS = sessionsBetween(day('2024-06-13'), day('2024-06-27'));
const close = (i: number) => 100 + i;

/** Ten stored bars at 100, 101, ... with the fetched values that differ from them by row. */
function tenBars(changes: (i: number) => BarValues = () => ({})): Bar[] {
  return SESSIONS.map((session, i) => bar(session, { close: close(i), volume: 1_000_000, ...changes(i) }));
}

const scaled = (i: number, ratio: number): BarValues => ({ close: close(i) * ratio });

describe('compareOverlap', () => {
  it('has ten sessions to compare', () => {
    expect(SESSIONS).toHaveLength(10);
  });

  it('is none without a common session', () => {
    expect(compareOverlap(tenBars(), [bar('2024-06-28')])).toEqual({ verdict: 'none' });
    expect(compareOverlap([], tenBars())).toEqual({ verdict: 'none' });
  });

  it('agrees with itself and with the noise of floats and of whole split-adjusted shares', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e-6, max: 1e-6, noNaN: true }), { minLength: 10, maxLength: 10 }),
        (noise) => {
          const fetched = tenBars((i) => ({ close: close(i) * (1 + (noise[i] ?? 0)), volume: 1_000_000 + i * 10 }));
          expect(compareOverlap(tenBars(), fetched)).toEqual({ verdict: 'agrees', sessions: 10 });
        },
      ),
    );
  });

  it('sees a cent', () => {
    const overlap = compareOverlap(
      tenBars(),
      tenBars((i) => (i === 9 ? { close: 109.01, open: 109, low: 109, high: 109.01 } : {})),
    );
    expect(overlap).toMatchObject({ verdict: 'differs', doubtful: [], restatements: [{ session: '2024-06-27' }] });
    const [correction] = overlap.verdict === 'differs' ? overlap.restatements : [];
    expect(
      correction?.changes.map(({ field, stored, fetched }) => [field, stored.toNumber(), fetched.toNumber()]),
    ).toEqual([
      ['high', 109, 109.01],
      ['close', 109, 109.01],
    ]);
    expect(correction?.bar).toEqual(
      bar('2024-06-27', { open: 109, low: 109, high: 109.01, close: 109.01, volume: 1_000_000 }),
    );
  });

  it('corrects only what changed: other fields keep their stored digits', () => {
    const fetched = tenBars((i) => (i === 3 ? { close: 103.01, open: 103.0000001, high: 104, low: 103 } : {}));
    const stored = tenBars((i) => (i === 3 ? { high: 104, low: 103, open: 103 } : {}));
    const overlap = compareOverlap(stored, fetched);
    expect(overlap.verdict === 'differs' && overlap.restatements[0]?.bar.open.toString()).toBe('103');
  });

  it.each([
    [0.5, 'unannounced-split'],
    [10, 'unannounced-split'],
    [1.5, 'unannounced-split'],
    [0.9931, 'restated-by-ratio'],
    [1.0137, 'restated-by-ratio'],
  ])('all bars at %d times their prices: %s', (ratio, reason) => {
    const overlap = compareOverlap(
      tenBars(),
      tenBars((i) => scaled(i, ratio)),
    );
    expect(overlap).toMatchObject({ verdict: 'distrusted', reason, firstSession: SESSIONS[0] });
    expect(overlap.verdict === 'distrusted' && overlap.ratio).toBeCloseTo(ratio, 6);
  });

  it('bars before one date at 15 times their prices: a wrong restatement', () => {
    const overlap = compareOverlap(
      tenBars(),
      tenBars((i) => (i < 4 ? scaled(i, 15) : {})),
    );
    expect(overlap).toMatchObject({ verdict: 'distrusted', reason: 'restated-by-ratio', firstSession: SESSIONS[0] });
    expect(overlap.verdict === 'distrusted' && overlap.detail).toContain(
      `${String(SESSIONS[0])} to ${String(SESSIONS[3])}`,
    );
  });

  it('a majority of bars with other prices: distrusted; half of them: each for itself', () => {
    const differing = (count: number) =>
      compareOverlap(
        tenBars(),
        tenBars((i) => (i < count ? { close: close(i) + 0.1 * i + 0.2 } : {})),
      );
    expect(differing(6)).toMatchObject({ verdict: 'distrusted', reason: 'overlap-disagrees', ratio: undefined });
    const half = differing(5);
    expect(half.verdict === 'differs' && half.restatements.map(({ session }) => session)).toEqual(SESSIONS.slice(0, 5));
  });

  it.each<[string, BarValues, BarValues, 'believed' | 'doubted']>([
    ['a close 4 % away', {}, { close: 109 * 1.04, open: 109, low: 109 }, 'believed'],
    ['a close 6 % away', {}, { close: 109 * 1.06, open: 109, low: 109 }, 'doubted'],
    ['a late dividend', {}, { dividend: 0.5 }, 'believed'],
    ['a dividend that vanished', { dividend: 0.5 }, {}, 'doubted'],
    ['a dividend 1.9 times as large', { dividend: 0.5 }, { dividend: 0.95 }, 'believed'],
    ['a dividend 100 times as large', { dividend: 0.05 }, { dividend: 5 }, 'doubted'],
    ['a late split', {}, { split: 0.2 }, 'believed'],
    ['a split that vanished', { split: 0.2 }, {}, 'doubted'],
    ['another volume', {}, { volume: 1_100_000 }, 'believed'],
  ])('%s (stored %j, fetched %j) is %s', (_, stored, fetched, outcome) => {
    const overlap = compareOverlap(
      tenBars((i) => (i === 9 ? stored : {})),
      tenBars((i) => (i === 9 ? fetched : {})),
    );
    expect(overlap.verdict).toBe('differs');
    if (overlap.verdict !== 'differs') return;
    expect(overlap.restatements).toHaveLength(outcome === 'believed' ? 1 : 0);
    expect(overlap.doubtful.map(({ session, reason }) => [session, reason])).toEqual(
      outcome === 'believed' ? [] : [['2024-06-27', 'doubtful-correction']],
    );
  });

  it('takes no volume of 0 for news: restated volume rounds to it', () => {
    expect(
      compareOverlap(
        tenBars(),
        tenBars(() => ({ volume: 0 })),
      ),
    ).toEqual({ verdict: 'agrees', sessions: 10 });
  });

  it('one doubtful price keeps the bar’s other prices too, but not its late dividend', () => {
    const overlap = compareOverlap(
      tenBars(),
      tenBars((i) => (i === 9 ? { close: 119, high: 119, open: 109.5, low: 109, dividend: 0.5 } : {})),
    );
    expect(
      overlap.verdict === 'differs' && overlap.restatements.map(({ changes }) => changes.map(({ field }) => field)),
    ).toEqual([['dividend']]);
  });
});
