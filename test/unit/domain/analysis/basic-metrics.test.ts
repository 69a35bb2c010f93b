import fc from 'fast-check';
import { basicMetrics } from '../../../../shared/domain/src/analysis/basic-metrics';

/** Central moment of order k, straight from its definition. */
function moment(values: readonly number[], k: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** k, 0) / values.length;
}

const navOf = (returns: readonly number[]): Float64Array => {
  let nav = 1;
  return Float64Array.from(returns, (r) => (nav *= 1 + r));
};

describe('the shape of the excess returns', () => {
  it('has the population moments, whatever the mean', () => {
    const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(returns, (values) => {
        fc.pre(moment(values, 2) > 1e-6);
        const { shape } = basicMetrics(navOf(values), 1);
        expect(shape.count).toBe(values.length);
        expect(shape.skew).toBeCloseTo(moment(values, 3) / moment(values, 2) ** 1.5, 6);
        expect(shape.kurtosis).toBeCloseTo(moment(values, 4) / moment(values, 2) ** 2, 6);
      }),
    );
  });

  it('is taken over the risk-free rate of each session', () => {
    const excess = [0.02, -0.01, 0.03, -0.04, 0.01, 0.005];
    const riskFree = Float64Array.of(0.0001, 0.0003, 0.0002, 0.0009, 0.0004, 0.0007);
    const returns = excess.map((value, row) => value + (riskFree[row] ?? 0));
    const { shape } = basicMetrics(navOf(returns), 1, { riskFree });
    const mean = excess.reduce((sum, value) => sum + value, 0) / 6;
    expect(shape.sharpe).toBeCloseTo(mean / Math.sqrt((moment(excess, 2) * 6) / 5), 10);
    expect(shape.skew).toBeCloseTo(moment(excess, 3) / moment(excess, 2) ** 1.5, 8);
    expect(shape.kurtosis).toBeCloseTo(moment(excess, 4) / moment(excess, 2) ** 2, 8);
  });
});
