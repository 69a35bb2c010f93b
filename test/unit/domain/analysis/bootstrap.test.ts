import { blockLengths, bootstrapIntervals } from '../../../../shared/domain/src/analysis/bootstrap';
import { seededRandom } from '../../../../shared/domain/src/statistics/random';

/** Independent normal returns (Box-Muller on a generator of its own), daily mean 0.0005 and sd 0.01. */
function normalReturns(count: number): Float64Array {
  const random = seededRandom(7);
  return Float64Array.from(
    { length: count },
    () => 0.0005 + 0.01 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('bootstrapIntervals', () => {
  const returns = normalReturns(1260);

  it('draws 2,000 paths of blocks of 21 sessions and takes 90 % of them, unless told otherwise', () => {
    expect(bootstrapIntervals(returns.subarray(0, 30))).toMatchObject({ paths: 2000, meanBlock: 21, level: 0.9 });
  });

  it('gives the same intervals for the same seed, others for another', () => {
    const once = bootstrapIntervals(returns, { paths: 50, seed: 1 });
    expect(bootstrapIntervals(returns, { paths: 50, seed: 1 })).toEqual(once);
    expect(bootstrapIntervals(returns, { paths: 50, seed: 2 }).sharpe).not.toEqual(once.sharpe);
  });

  it('is as wide as theory says for independent normal returns', () => {
    // Standard error of an annual Sharpe ratio over 5 years: sqrt((1 + SR^2/2/252) / 5), Lo (2002); 90 % is +-1.645 of it.
    const { sharpe } = bootstrapIntervals(returns, { paths: 400, meanBlock: 5 });
    const width = ((sharpe.high ?? 0) - (sharpe.low ?? 0)) / (2 * 1.645);
    expect(width).toBeGreaterThan(0.85 * Math.sqrt(1 / 5));
    expect(width).toBeLessThan(1.15 * Math.sqrt(1 / 5));
  });

  it('draws blocks of the given mean length', () => {
    // Alternating returns cancel inside a block of any length, so only its ends leave a trace: 500 rows of
    // mean block 50 leave 10 blocks' worth of it, single draws 500 rows', and sqrt(50) = 7 times the spread.
    const alternating = Float64Array.from({ length: 500 }, (_, row) => (row % 2 === 0 ? 0.01 : -0.01));
    const spreadOf = (meanBlock: number) => {
      const { cagr } = bootstrapIntervals(alternating, { paths: 150, meanBlock });
      return (cagr.high ?? 0) - (cagr.low ?? 0);
    };
    expect(spreadOf(50)).toBeLessThan(spreadOf(1) / 3);
  });

  it('draws block lengths of at least one, geometric around their mean', () => {
    const random = seededRandom(3);
    const length = blockLengths(21);
    const lengths = Array.from({ length: 100_000 }, () => length(random()));
    expect(Math.min(...lengths)).toBe(1);
    // The sd of such a length is sqrt(21 * 20) = 20.5, so the mean of as many is off by 0.065; four times that.
    expect(Math.abs(lengths.reduce((sum, one) => sum + one, 0) / lengths.length - 21)).toBeLessThan(0.26);
  });

  it('gives each number the length that the inversion has for it, also where a length ends', () => {
    const logStay = Math.log(1 - 1 / 21);
    const length = blockLengths(21);
    const ends = Array.from({ length: 200 }, (_, k) => 1 - (1 - 1 / 21) ** k);
    const uniforms = [...ends, ...ends.map((end) => end + 2 ** -32), ...ends.map((end) => Math.max(0, end - 2 ** -32))];
    for (const uniform of uniforms.filter((each) => each < 1)) {
      expect(length(uniform)).toBe(1 + Math.floor(Math.log(1 - uniform) / logStay));
    }
  });

  it('has no Sharpe interval for returns that never vary, and a point for the rest', () => {
    const steady = bootstrapIntervals(new Float64Array(300).fill(0.001), { paths: 50 });
    expect(steady.sharpe).toEqual({ low: null, high: null });
    expect(steady.cagr.low).toBeCloseTo(1.001 ** 252 - 1, 10);
    expect(steady.cagr.high).toBeCloseTo(1.001 ** 252 - 1, 10);
    expect(steady.maxDrawdown).toEqual({ low: 0, high: 0 });
  });

  it('takes the Sharpe ratio over the risk-free rate that moves along with each return', () => {
    const riskFree = returns.map((value) => value - 0.001);
    expect(bootstrapIntervals(returns, { paths: 50, riskFree }).sharpe).toEqual({ low: null, high: null });
  });
});

describe('seededRandom', () => {
  it('is uniform in [0, 1)', () => {
    const random = seededRandom(1);
    const bins = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const bin = Math.floor(random() * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    expect(bins).toHaveLength(10);
    // Chi-squared of 9 degrees of freedom lies above 27.9 once in a thousand.
    expect(bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
  });

  it('has nothing in common between neighbouring seeds', () => {
    const [a, b] = [seededRandom(1), seededRandom(2)];
    const equal = Array.from({ length: 1000 }, () => a() === b()).filter(Boolean);
    expect(equal).toHaveLength(0);
  });
});
