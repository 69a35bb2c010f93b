import fc from 'fast-check';
import { sparkline, thinned } from '../../../../shared/report/src/terminal/sparkline';

describe('sparkline', () => {
  test('rises from the lowest block to the highest', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█');
  });

  test('is level where nothing moves, and empty for nothing', () => {
    expect(sparkline([5, 5, 5], 10)).toBe('▅▅▅');
    expect(sparkline([], 10)).toBe('');
  });

  test('thins out to means of equal shares that keep the mean of the whole', () => {
    expect(thinned([1, 3, 5, 7], 2)).toEqual([2, 6]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        (shares, each, seed) => {
          const values = Array.from({ length: shares * each }, (_, i) => ((i * 7919 + seed) % 101) / 10);
          const means = thinned(values, shares);
          const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
          expect(means).toHaveLength(shares);
          expect(mean(means)).toBeCloseTo(mean(values), 9);
        },
      ),
    );
  });
});
