import fc from 'fast-check';
import {
  rollingBeta,
  rollingCorrelation,
  rollingSd,
  rollingVolatility,
} from '../../../../shared/domain/src/statistics/rolling';

const columns = fc
  .array(fc.tuple(fc.double({ min: -0.5, max: 0.5, noNaN: true }), fc.double({ min: -0.5, max: 0.5, noNaN: true })), {
    minLength: 3,
    maxLength: 60,
  })
  .map((rows) => ({ a: Float64Array.from(rows, ([a]) => a), b: Float64Array.from(rows, ([, b]) => b) }));

describe('rollingSd', () => {
  it('is the sample sd of each full window', () => {
    // Windows (1,2,4) and (2,4,9): means 7/3 and 5, squared deviations 14/3 and 26, over n - 1 = 2.
    const sd = rollingSd(Float64Array.of(1, 2, 4, 9), 3);
    expect(sd[0]).toBeNaN();
    expect(sd[1]).toBeNaN();
    expect(sd[2]).toBeCloseTo(Math.sqrt(14 / 3 / 2), 14);
    expect(sd[3]).toBeCloseTo(Math.sqrt(13), 14);
  });

  it('is exactly 0 on a constant far from 0, where running sums would leave noise', () => {
    const sd = rollingSd(new Float64Array(50).fill(1e6), 21);
    expect(Array.from(sd.subarray(20))).toEqual(new Array(30).fill(0));
  });

  it('has no value while the undefined first return is inside the window', () => {
    const sd = rollingSd(Float64Array.of(Number.NaN, 1, 2, 3), 3);
    expect(sd[2]).toBeNaN();
    expect(sd[3]).toBe(1);
  });

  it('gives the same bits whatever lies before the window or after the row', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 2, max: 10 }), fc.nat(), (column, window, cut) => {
        const all = rollingSd(column.a, window);
        const end = cut % (column.a.length + 1);
        expect(rollingSd(column.a.subarray(0, end), window)).toEqual(all.subarray(0, end));
        const late = rollingSd(column.a.subarray(end), window);
        expect(late.subarray(window - 1)).toEqual(all.subarray(Math.min(end + window - 1, all.length)));
      }),
    );
  });

  it('annualises by the root of 252', () => {
    const returns = Float64Array.of(0.01, -0.01, 0.02);
    expect(rollingVolatility(returns, 3)[2]).toBeCloseTo((rollingSd(returns, 3)[2] ?? 0) * Math.sqrt(252), 15);
  });
});

describe('rollingCorrelation', () => {
  it('is the sample correlation of each full window', () => {
    // (1,2,4) against (2,1,5): deviations -4/3,-1/3,5/3 and -2/3,-5/3,7/3; sums 16/3, 14/3, 26/3.
    const correlation = rollingCorrelation(Float64Array.of(1, 2, 4), Float64Array.of(2, 1, 5), 3);
    expect(correlation[2]).toBeCloseTo(16 / 3 / Math.sqrt((14 / 3) * (26 / 3)), 14);
  });

  it('is -1 for any falling line', () => {
    const a = Float64Array.from({ length: 30 }, (_, i) => Math.sin(i * 7));
    const correlation = rollingCorrelation(
      a,
      a.map((value) => 0.3 - 3 * value),
      21,
    );
    for (const value of correlation.subarray(20)) expect(value).toBeCloseTo(-1, 13);
  });

  it('has no value against a constant', () => {
    expect(rollingCorrelation(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5), 3)[2]).toBeNaN();
  });

  it('is symmetric, within [-1, 1], and does not look ahead', () => {
    fc.assert(
      fc.property(columns, fc.nat(), ({ a, b }, cut) => {
        const all = rollingCorrelation(a, b, 3);
        expect(rollingCorrelation(b, a, 3)).toEqual(all);
        for (const value of all) expect(Number.isNaN(value) || Math.abs(value) <= 1 + 1e-9).toBe(true);
        const end = cut % (a.length + 1);
        expect(rollingCorrelation(a.subarray(0, end), b.subarray(0, end), 3)).toEqual(all.subarray(0, end));
      }),
    );
  });
});

describe('rollingBeta', () => {
  it('finds the slope of an exact line', () => {
    const x = Float64Array.from({ length: 80 }, (_, i) => Math.sin(i * 3) / 50);
    const beta = rollingBeta(
      x.map((value) => -3 * value + 0.001),
      x,
      63,
    );
    expect(beta[61]).toBeNaN();
    for (const value of beta.subarray(62)) expect(value).toBeCloseTo(-3, 11);
  });

  it('has no value where the base stands still', () => {
    expect(rollingBeta(Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 1), 3)[2]).toBeNaN();
  });
});
