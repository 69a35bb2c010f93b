import fc from 'fast-check';
import { GrowingSample } from '../../../../shared/domain/src/statistics/order-statistics';

describe('GrowingSample', () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -2, max: 2 })), {
    minLength: 1,
    maxLength: 60,
  });

  it('says of each value whether it is at most a quantile, as the quantile itself does', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 99 }), (added, percent) => {
        const sample = new GrowingSample(Float64Array.from(added));
        for (const value of added) {
          sample.add(value);
          expect(sample.isAtMostQuantile(value, percent)).toBe(value <= sample.quantile(percent));
        }
      }),
    );
  });

  it('has the quantiles of a sorted list, by linear interpolation', () => {
    const sample = new GrowingSample(Float64Array.of(40, 10, 20, 30));
    for (const value of [40, 10, 20, 30]) sample.add(value);
    expect([0, 33, 50, 99].map((percent) => sample.quantile(percent))).toEqual([10, 19.9, 25, 39.7]);
  });
});
