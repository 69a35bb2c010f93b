import fc from 'fast-check';
import {
  ascending,
  lowerTail,
  mean,
  quantile,
  sampleSd,
  sampleShape,
} from '../../../../shared/domain/src/statistics/distribution';

// Mean 0.002; deviations 18, -12, 28, -42, 8 thousandths: S2 = 3080e-6, S3 = -47520e-9, S4 = 3856160e-12.
const returns = Float64Array.of(0.02, -0.01, 0.03, -0.04, 0.01);

describe('moments of a sample', () => {
  it('has mean and sample sd', () => {
    expect(mean(returns)).toBeCloseTo(0.002, 16);
    expect(sampleSd(returns)).toBeCloseTo(Math.sqrt(3080e-6 / 4), 16);
  });

  it('has the bias-corrected skewness and excess kurtosis of pandas', () => {
    expect(sampleShape(returns).skew).toBeCloseTo(((5 * 2) / 3) * (-47520e-9 / 3080e-6 ** 1.5), 12);
    expect(sampleShape(returns).kurtosis).toBeCloseTo((20 * 3856160) / 3080 ** 2 - 8, 12);
    // pandas 2.x: Series([0.02, -0.01, 0.03, -0.04, 0.01]).skew(), .kurt()
    expect(sampleShape(returns).skew).toBeCloseTo(-0.9266785330582893, 12);
    expect(sampleShape(returns).kurtosis).toBeCloseTo(0.12987012987012983, 12);
  });

  it('keeps the kurtosis of a quiet series, whose fourth powers are all below 1e-12', () => {
    expect(sampleShape(returns.map((value) => value / 1000)).kurtosis).toBeCloseTo(0.12987012987012983, 9);
  });

  it('has no value where it is not defined', () => {
    expect(mean(new Float64Array())).toBeNull();
    expect(sampleSd(Float64Array.of(1))).toBeNull();
    expect(sampleShape(Float64Array.of(1, 2)).skew).toBeNull();
    expect(sampleShape(Float64Array.of(1, 2, 3)).kurtosis).toBeNull();
    expect(sampleShape(new Float64Array(9).fill(0.01)).skew).toBeNull();
    expect(sampleShape(new Float64Array(9).fill(0.01)).kurtosis).toBeNull();
  });
});

describe('quantile', () => {
  it('interpolates between neighbours', () => {
    // Position 4 * 0.05 = 0.2 between -0.04 and -0.01.
    expect(quantile(ascending(returns), 0.05)).toBeCloseTo(-0.034, 15);
    expect(quantile(ascending(returns), 0.5)).toBe(0.01);
    expect(quantile(ascending(returns), 1)).toBe(0.03);
  });

  it('is the value itself of one, and null of none', () => {
    expect(quantile(Float64Array.of(7), 0.05)).toBe(7);
    expect(quantile(new Float64Array(), 0.05)).toBeNull();
  });
});

describe('the lower tail', () => {
  it('is what sorting finds', () => {
    const columns = fc.array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-0.5, 0, 0.5)), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(columns, fc.constantFrom(0, 0.05, 0.5, 1), (drawn, probability) => {
        // 0 and -0 are one value to sorting, and two to a comparison of objects.
        const values = drawn.map((value) => value + 0);
        const sorted = ascending(Float64Array.from(values));
        const bound = quantile(sorted, probability) ?? Number.NaN;
        const tail = lowerTail(Float64Array.from(values), probability);
        expect(tail).toMatchObject({ lowest: sorted.at(0), highest: sorted.at(-1), quantile: bound });
        expect(tail.meanBelow).toBeCloseTo(mean(sorted.filter((value) => value <= bound + 1e-12)) ?? Number.NaN, 12);
      }),
    );
  });

  it('takes days that are the same but for rounding for the same', () => {
    // A commission of a thousandth, paid on ten of forty days; NAV / NAV - 1 rounds by up to 2^-53.
    const paid = Array.from({ length: 10 }, (_, day) => -0.001 + ((day % 3) - 1) * 2 ** -53);
    expect(new Set(paid).size).toBeGreaterThan(1);
    const values = Float64Array.from([...paid, -0.02, ...new Array<number>(29).fill(0.001)]);
    expect(lowerTail(values, 0.05).meanBelow).toBeCloseTo((-0.02 + 10 * -0.001) / 11, 12);
  });

  it('has no value for nothing', () => {
    expect(lowerTail(new Float64Array(), 0.05)).toEqual({
      lowest: null,
      highest: null,
      quantile: null,
      meanBelow: null,
    });
  });
});
