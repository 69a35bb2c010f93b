import fc from 'fast-check';
import { NO_REGIME, pairRegimes, regimeName, rollingRegimes } from '../../../../shared/domain/src/statistics/regimes';

/** The definition, word for word: sort the history, interpolate, compare. */
function regimesBySorting(statistic: readonly number[], firstIndex: number): number[] {
  return statistic.map((value, row) => {
    if (row < firstIndex || Number.isNaN(value)) return NO_REGIME;
    const history = statistic
      .slice(firstIndex, row + 1)
      .filter((past) => !Number.isNaN(past))
      .sort((a, b) => a - b);
    const quantile = (percent: number) => {
      const position = ((history.length - 1) * percent) / 100;
      const below = history[Math.floor(position)] ?? Number.NaN;
      const above = history[Math.ceil(position)] ?? Number.NaN;
      return below === above ? below : below + (position - Math.floor(position)) * (above - below);
    };
    return value <= quantile(33) ? 0 : value <= quantile(67) ? 1 : 2;
  });
}

describe('rollingRegimes', () => {
  it('judges each value within its own history so far', () => {
    // 1: alone, so both quantiles are 1. 2: quantiles 1.33 and 1.67. 1.5: of (1,1.5,2), 1.33 and 1.67.
    // 0: of (0,1,1.5,2), position 0.99 is 0.99.
    expect(Array.from(rollingRegimes(Float64Array.of(9, 1, 2, 1.5, 0), 1))).toEqual([NO_REGIME, 0, 2, 1, 0]);
  });

  it('gives a value that equals a quantile to the lower regime', () => {
    expect(Array.from(rollingRegimes(new Float64Array(40).fill(0.2), 0))).toEqual(new Array(40).fill(0));
    // At 101 values position 67 falls on a value exactly: the 68th smallest of 0..100 is the quantile itself.
    const values = Float64Array.from([...Array.from({ length: 101 }, (_, i) => i).filter((i) => i !== 67), 67]);
    expect(rollingRegimes(values, 0).at(-1)).toBe(1);
  });

  it('agrees with sorting every history, ties and gaps included', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
      { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 120 }), fc.nat({ max: 25 }), (values, firstIndex) => {
        expect(Array.from(rollingRegimes(Float64Array.from(values), firstIndex))).toEqual(
          regimesBySorting(values, firstIndex),
        );
      }),
    );
  });

  it('does not look ahead', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 80 }), fc.nat(), (values, cut) => {
        const end = cut % (values.length + 1);
        const all = rollingRegimes(Float64Array.from(values), 5);
        expect(rollingRegimes(Float64Array.from(values.slice(0, end)), 5)).toEqual(all.subarray(0, end));
      }),
    );
  });

  it('names its codes', () => {
    expect([NO_REGIME, 0, 1, 2].map(regimeName)).toEqual([null, 'low', 'medium', 'high']);
  });
});

describe('pairRegimes', () => {
  const base = Float64Array.from({ length: 60 }, (_, i) => (i === 0 ? Number.NaN : Math.sin(i * i) / 100));
  const regimes = pairRegimes(
    base,
    base.map((value) => -3 * value),
  );

  it('starts with the 21st return, the first bar having none', () => {
    expect(regimes.volatility.findIndex((value) => !Number.isNaN(value))).toBe(21);
    expect(regimes.correlation.findIndex((value) => !Number.isNaN(value))).toBe(21);
    expect(regimes.volatilityRegime.findIndex((code) => code !== NO_REGIME)).toBe(21);
    expect(regimes.correlationRegime.findIndex((code) => code !== NO_REGIME)).toBe(21);
  });

  it('does not read the return of the first bar, whatever stands there', () => {
    const filled = base.slice();
    filled[0] = 0;
    expect(pairRegimes(filled, base)).toEqual(pairRegimes(base, base));
  });
});
