import fc from 'fast-check';
import { adjustBars, asTradedBars, type Bar } from '@evenkeel/domain/prices';
import { bar, realHistory } from '../../../factories/bars';
import { describeWithSharedData } from '../../../support/shared-data';

const closes = (bars: readonly Bar[]) => bars.map((each) => each.close.toNumber());

describe('adjustBars', () => {
  const stored = [
    bar('2024-06-24', { close: 10, volume: 500 }),
    bar('2024-06-25', { close: 10.5, dividend: 0.5, volume: 500 }),
    bar('2024-06-26', { close: 42, split: 0.25, volume: 125 }),
    bar('2024-06-27', { close: 40, dividend: 2 }),
  ];

  it('leaves as-traded bars alone', () => {
    expect(adjustBars(stored, 'none')).toEqual(stored);
  });

  it('divides by later splits, dividends too, and multiplies volume', () => {
    const adjusted = adjustBars(stored, 'split');
    expect(closes(adjusted)).toEqual([40, 42, 42, 40]);
    expect(adjusted.map((each) => each.volume.toNumber())).toEqual([125, 125, 125, 1000]);
    expect(adjusted.map((each) => each.dividend.toNumber())).toEqual([0, 2, 0, 2]);
    expect(adjusted.map((each) => each.split.toNumber())).toEqual([0, 0, 0.25, 0]);
  });

  it('takes each dividend off everything before it, as a share of the close before', () => {
    // 1 - 2/42 before the last session, and 1 - 0.5/10 before the second.
    const later = 1 - 2 / 42;
    const expected = [40 * later * 0.95, 42 * later, 42 * later, 40];
    closes(adjustBars(stored, 'total')).forEach((close, i) => {
      expect(close).toBeCloseTo(expected[i] ?? Number.NaN, 10);
    });
  });

  it('counts a dividend of a split day per new share', () => {
    const pair = [bar('2024-06-24', { close: 10 }), bar('2024-06-25', { close: 39, split: 0.25, dividend: 1 })];
    expect(closes(adjustBars(pair, 'total'))).toEqual([39, 39]);
  });

  it('is adjusted to the last bar given, which itself never changes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 8 }), (prices) => {
        const bars = prices.map((close, i) =>
          bar(`2024-06-${String(i + 10)}`, { close: close.toFixed(6), dividend: 0.01, split: 0.2 }),
        );
        for (const mode of ['split', 'total'] as const) expect(adjustBars(bars, mode).at(-1)).toEqual(bars.at(-1));
      }),
    );
  });
});

describeWithSharedData('adjusted real histories', () => {
  it('SQQQ of 2010-02-11 is 12,316,795 after eight reverse splits', () => {
    const [first] = adjustBars(asTradedBars(realHistory('SQQQ').history), 'split');
    expect(Math.abs(Number(first?.close) - 12_316_795)).toBeLessThan(20);
  });

  it.each(['SQQQ', 'SOXS', 'FAZ', 'ERY', 'SMH', 'XLE', 'XLF', 'TBT'])(
    '%s: total agrees with the vendor’s adjusted close on every session',
    (symbol) => {
      const { history, adjustedClose } = realHistory(symbol);
      const ours = closes(adjustBars(asTradedBars(history), 'total'));
      const worst = Math.max(...ours.map((close, i) => Math.abs(close / Number(adjustedClose[i]) - 1)));
      expect(ours.length).toBe(adjustedClose.length);
      expect(worst).toBeLessThan(1e-6);
    },
  );
});
