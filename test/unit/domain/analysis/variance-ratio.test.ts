import { holdingTheory } from '@evenkeel/domain/analysis';

/** Index of the given daily log returns. */
const indexOf = (logs: readonly number[]) => {
  let sum = 0;
  return [1, ...logs.map((log) => Math.exp((sum += log)))];
};

describe('variance ratio of a holding period', () => {
  test('is 1 for one session, whatever the market', () => {
    const theory = holdingTheory(indexOf([0.01, -0.02, 0.005, 0.03, -0.01]));
    expect(theory(1, 3).varianceRatio).toBeCloseTo(1, 12);
    expect(theory(1, 3).expectedGain).toBeCloseTo(0, 12);
  });

  test('is 0 at two sessions where every move turns back at once', () => {
    const logs = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.02 : -0.02));
    const { varianceRatio, expectedGain } = holdingTheory(indexOf(logs))(2, 3);
    expect(varianceRatio).toBeCloseTo(0, 12);
    // L/2 * 252 * variance * (VR - 1), variance 0.02^2 * 100/99
    expect(expectedGain).toBeCloseTo(-1.5 * 252 * 0.0004 * (100 / 99), 10);
  });

  test('by hand: five returns, two sessions', () => {
    // x = 1, 2, 3, -1, 0 (%): mean 1, deviations 0 1 2 -2 -1, variance 10/4 = 2.5;
    // sums of two less 2: 1, 3, 0, -3 -> squares 19; degrees 2 * 4 * (1 - 2/5) = 4.8
    const { varianceRatio } = holdingTheory(indexOf([0.01, 0.02, 0.03, -0.01, 0]))(2, 1);
    expect(varianceRatio).toBeCloseTo(19 / 4.8 / 2.5, 10);
  });

  test('is about 1 for independent returns and above 1 where moves go on', () => {
    let state = 7;
    const next = () => ((state = (state * 48271) % 2147483647) / 2147483647 - 0.5) * 0.04;
    const independent = Array.from({ length: 20_000 }, next);
    const lasting = independent.map((x, i) => x + (independent[i - 1] ?? 0) / 2);
    expect(Math.abs((holdingTheory(indexOf(independent))(10, 3).varianceRatio ?? 9) - 1)).toBeLessThan(0.1);
    // MA(1) with a half: 1 + 2 (9/10) rho, rho = 0.5 / 1.25
    expect(Math.abs((holdingTheory(indexOf(lasting))(10, 3).varianceRatio ?? 9) - 1.72)).toBeLessThan(0.15);
  });

  test('has no value where fewer than two spells fit, or nothing moves', () => {
    expect(holdingTheory(indexOf([0.01, -0.01, 0.02]))(2, 3)).toEqual({ varianceRatio: null, expectedGain: null });
    expect(holdingTheory([1, 1, 1, 1, 1])(2, 3)).toEqual({ varianceRatio: null, expectedGain: null });
    expect(holdingTheory([])(1, 3)).toEqual({ varianceRatio: null, expectedGain: null });
  });
});
