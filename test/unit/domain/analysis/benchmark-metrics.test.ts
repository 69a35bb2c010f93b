import { benchmarkMetrics, NO_BENCHMARK } from '../../../../shared/domain/src/analysis/benchmark-metrics';

const benchmark = Float64Array.of(0.01, -0.02, 0.03, -0.01);

describe('benchmarkMetrics', () => {
  it('recovers the line that the returns lie on', () => {
    const figures = benchmarkMetrics(
      benchmark.map((b) => 0.001 + 0.4 * b),
      benchmark,
    );
    expect(figures.beta).toBeCloseTo(0.4, 13);
    expect(figures.alpha).toBeCloseTo(0.001 * 252, 12);
    expect(figures.correlation).toBeCloseTo(1, 13);
    // Over b > 0: (0.005 + 0.013) / 0.04; over b < 0: (-0.007 - 0.003) / -0.03.
    expect(figures.upCapture).toBeCloseTo(0.45, 12);
    expect(figures.downCapture).toBeCloseTo(1 / 3, 12);
  });

  it('measures the active return against its own spread', () => {
    // Differences 0.002, -0.001, 0.002, 0.001: mean 0.001, squares 1, 4, 1, 0 millionths over n - 1 = 3.
    const figures = benchmarkMetrics(Float64Array.of(0.012, -0.021, 0.032, -0.009), benchmark);
    expect(figures.activeReturn).toBeCloseTo(0.252, 12);
    expect(figures.trackingError).toBeCloseTo(Math.sqrt(2e-6 * 252), 12);
    expect(figures.informationRatio).toBeCloseTo(0.252 / Math.sqrt(2e-6 * 252), 9);
    expect(figures.benchmarkWinRate).toBe(0.75);
  });

  it('has no beta or correlation with a benchmark that stands still', () => {
    expect(benchmarkMetrics(benchmark, new Float64Array(4))).toMatchObject({
      beta: null,
      alpha: null,
      correlation: null,
      upCapture: null,
      downCapture: null,
    });
  });

  it('has no information ratio of the benchmark against itself', () => {
    expect(benchmarkMetrics(benchmark, benchmark)).toMatchObject({
      trackingError: 0,
      informationRatio: null,
      benchmarkWinRate: 0,
    });
    // Returns taken from a NAV of 1e8 are those of the index but for rounding.
    const rounded = benchmark.map((value) => (1e8 * (1 + value)) / 1e8 - 1);
    expect(rounded).not.toEqual(benchmark);
    expect(benchmarkMetrics(rounded, benchmark).benchmarkWinRate).toBe(0);
  });

  it('says nothing before a second session', () => {
    expect(benchmarkMetrics(new Float64Array(), new Float64Array())).toEqual(NO_BENCHMARK);
  });
});
