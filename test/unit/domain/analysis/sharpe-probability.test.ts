import {
  deflatedSharpe,
  expectedBestSharpe,
  probabilisticSharpe,
} from '../../../../shared/domain/src/analysis/sharpe-probability';
import { normalCdf, normalQuantile } from '../../../../shared/domain/src/statistics/normal';

describe('the normal distribution', () => {
  // From scipy.stats.norm 1.x (cdf, ppf), which agrees with published tables.
  it.each([
    [-8, 6.22096057427174e-16],
    [-6, 9.865876450376946e-10],
    [-3, 0.0013498980316300933],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [1.959963984540054, 0.975],
    [2.9999, 0.998649658717045],
    [3.0001, 0.9986505450867392],
  ])('puts the share below %d to 12 digits', (z, share) => {
    expect(normalCdf(z) / share).toBeCloseTo(1, 12);
  });

  it.each([
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.5, 0],
    [0.99, 2.3263478740408408],
    [0.9999, 3.719016485455709],
  ])('inverts %d', (share, z) => {
    expect(normalQuantile(share)).toBeCloseTo(z, 11);
  });
});

describe('probabilisticSharpe', () => {
  it('is z = SR sqrt(n - 1) for a normal distribution of small Sharpe ratio', () => {
    // g3 = 0, g4 = 3: root of 1 + SR^2/2.
    const expected = normalCdf((0.1 * Math.sqrt(99)) / Math.sqrt(1.005));
    expect(probabilisticSharpe({ sharpe: 0.1, count: 100, skew: 0, kurtosis: 3 })).toBeCloseTo(expected, 14);
  });

  it('trusts a negatively skewed, fat-tailed record less', () => {
    const normal = probabilisticSharpe({ sharpe: 0.1, count: 100, skew: 0, kurtosis: 3 }) ?? 0;
    const crashing = probabilisticSharpe({ sharpe: 0.1, count: 100, skew: -2, kurtosis: 12 }) ?? 1;
    expect(crashing).toBeLessThan(normal);
  });

  it('has no value without a Sharpe ratio', () => {
    expect(probabilisticSharpe({ sharpe: null, count: 100, skew: Number.NaN, kurtosis: Number.NaN })).toBeNull();
  });
});

describe('deflatedSharpe', () => {
  // The numerical example of Bailey & Lopez de Prado (2014): 1,250 daily returns, annual Sharpe 2.5 at 250
  // days, skewness -3, kurtosis 10, 100 trials whose annual Sharpe ratios have variance 1/2.
  const shape = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skew: -3, kurtosis: 10 };
  const spread = Math.sqrt((1 / 2 / 250) * (99 / 100));
  const trials = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? spread : -spread));

  it('expects the luckiest of the paper to show 0.1132 a day', () => {
    expect(expectedBestSharpe(trials)).toBeCloseTo(0.1132, 4);
  });

  it('gives the 0.9004 of the paper', () => {
    expect(deflatedSharpe(shape, expectedBestSharpe(trials))).toBeCloseTo(0.9004, 4);
  });

  it('deflates nothing where nothing was tried, and leaves out trials without a Sharpe ratio', () => {
    expect(deflatedSharpe(shape, expectedBestSharpe(Float64Array.of(0.1)))).toBe(probabilisticSharpe(shape));
    expect(expectedBestSharpe(Float64Array.of(...trials, Number.NaN))).toBe(expectedBestSharpe(trials));
  });
});
