import fc from 'fast-check';
import { riskFreeRates } from '@evenkeel/domain/analysis';
import { basicMetrics } from '../../../../shared/domain/src/analysis/basic-metrics';
import type { Curve } from '../../../../shared/domain/src/analysis/calendar-tables';
import { returnMetrics } from '../../../../shared/domain/src/analysis/return-metrics';
import { day } from '../../../factories/bars';
import { failureOf } from '../../../support/failure';

const sessions = ['2024-01-30', '2024-01-31', '2024-02-01', '2024-02-02', '2024-03-01'].map(day);

/** The curve that starts at 100 and earns `returns`, one a session. */
function curveOf(returns: readonly number[], more: Partial<Curve> = {}): Curve {
  let value = 100;
  return { sessions, nav: Float64Array.from(returns, (r) => (value *= 1 + r)), capital: 100, ...more };
}

describe('returnMetrics', () => {
  // Mean 0.002, S2 = 3080e-6 over n - 1 = 4; see distribution.test.ts.
  const figures = returnMetrics(curveOf([0.02, -0.01, 0.03, -0.04, 0.01]));
  const sd = Math.sqrt(3080e-6 / 4);
  const growth = 1.02 * 0.99 * 1.03 * 0.96 * 1.01;

  it('compounds and annualises by 252 sessions', () => {
    expect(figures.totalReturn).toBeCloseTo(growth - 1, 14);
    expect(figures.cagr).toBeCloseTo(growth ** (252 / 5) - 1, 12);
    expect(figures.volatility).toBeCloseTo(sd * Math.sqrt(252), 14);
    expect(figures.sharpe).toBeCloseTo((0.002 / sd) * Math.sqrt(252), 12);
  });

  it('takes the downside deviation over all days', () => {
    const downside = Math.sqrt((0.01 ** 2 + 0.04 ** 2) / 5);
    expect(figures.sortino).toBeCloseTo((0.002 * 252) / (downside * Math.sqrt(252)), 12);
  });

  it('has drawdown and Calmar ratio', () => {
    expect(figures.maxDrawdown).toBeCloseTo(-0.04, 14);
    expect(figures.calmar).toBeCloseTo((growth ** (252 / 5) - 1) / 0.04, 10);
    // From the peak of 2024-02-01 on, not recovered by 2024-03-01.
    expect(figures).toMatchObject({ maxDrawdownDays: 29, maxDrawdownSessions: 2, drawdownOpen: true });
  });

  it('has value at risk by interpolation, and the mean beyond it', () => {
    expect(figures.var95).toBeCloseTo(-0.034, 14);
    expect(figures.cvar95).toBeCloseTo(-0.04, 14);
  });

  it('compounds within the calendar month', () => {
    const january = 1.02 * 0.99 - 1;
    const february = 1.03 * 0.96 - 1;
    expect(figures.bestMonth).toBeCloseTo(0.01, 14);
    expect(figures.worstMonth).toBeCloseTo(february, 14);
    expect(january).toBeGreaterThan(february);
    expect(figures.positiveMonths).toBeCloseTo(2 / 3, 15);
    expect(figures.bestDay).toBeCloseTo(0.03, 14);
    expect(figures.worstDay).toBeCloseTo(-0.04, 14);
  });

  it('weighs gains against losses, over all days and in the tails', () => {
    expect(figures.omega).toBeCloseTo((0.02 + 0.03 + 0.01) / (0.01 + 0.04), 12);
    // Ascending -4, -1, 1, 2, 3 %: the quantiles lie a fifth of a step from either end.
    expect(figures.tailRatio).toBeCloseTo(0.028 / 0.034, 12);
  });

  it('counts days, months, quarters and years above 0, and averages months of each kind', () => {
    const january = 1.02 * 0.99 - 1;
    const february = 1.03 * 0.96 - 1;
    expect(figures.positiveDays).toBeCloseTo(3 / 5, 15);
    expect(figures).toMatchObject({ positiveQuarters: 1, positiveYears: 1 });
    expect(figures.averageUpMonth).toBeCloseTo((january + 0.01) / 2, 14);
    expect(figures.averageDownMonth).toBeCloseTo(february, 14);
    expect(figures.bestYear).toBeCloseTo(growth - 1, 14);
    expect(figures.worstYear).toBe(figures.bestYear);
  });

  it('takes a NAV that moves by rounding alone for one that stands still', () => {
    const still = returnMetrics(curveOf([1e-16, 2e-16, -1e-16, 3e-16, 1e-16]));
    expect(still).toMatchObject({
      positiveDays: 0,
      positiveMonths: 0,
      averageUpMonth: null,
      averageDownMonth: null,
      omega: null,
      tailRatio: null,
    });
  });

  it('takes Sharpe and Sortino ratio over the risk-free rate, and nothing else', () => {
    const riskFree = Float64Array.of(0.001, 0.002, 0.001, 0.0015, 0.0025);
    const excess = [0.019, -0.012, 0.029, -0.0415, 0.0075];
    const mean = excess.reduce((sum, value) => sum + value, 0) / 5;
    const spread = Math.sqrt(excess.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4);
    const over = returnMetrics(curveOf([0.02, -0.01, 0.03, -0.04, 0.01], { riskFree }));
    expect(over.sharpe).toBeCloseTo((mean / spread) * Math.sqrt(252), 10);
    expect(over.volatility).toBe(figures.volatility);
    expect(over.sortino).toBeCloseTo((mean * Math.sqrt(252)) / Math.sqrt((0.012 ** 2 + 0.0415 ** 2) / 5), 10);
  });

  it('has no Sharpe, Sortino or Calmar ratio for a curve of constant growth', () => {
    const steady = returnMetrics(curveOf([0.01, 0.01, 0.01, 0.01, 0.01]));
    expect(steady).toMatchObject({ sharpe: null, sortino: null, calmar: null, psr: null, skew: null, kurtosis: null });
    expect(steady.volatility).toBeCloseTo(0, 12);
  });

  it('has what one session can tell', () => {
    const one = returnMetrics({ sessions: sessions.slice(0, 1), nav: Float64Array.of(99), capital: 100 });
    expect(one).toMatchObject({
      volatility: null,
      sharpe: null,
      psr: null,
      bestDay: 99 / 100 - 1,
      worstMonth: 99 / 100 - 1,
    });
  });

  it('never has a figure that JSON cannot say', () => {
    const value = fc.oneof(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), fc.constant(100));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (nav) => {
        const all = returnMetrics({
          sessions: sessions.slice(0, nav.length),
          nav: Float64Array.from(nav),
          capital: 100,
        });
        const figures: unknown[] = [Object.values(all), Object.values(all.periods)].flat();
        for (const figure of figures) expect(typeof figure !== 'number' || Number.isFinite(figure)).toBe(true);
      }),
    );
  });
});

describe('basicMetrics', () => {
  it('does not depend on the unit of money', () => {
    const returns = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(returns, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (values, scale) => {
        const { nav } = curveOf(values);
        const one = basicMetrics(nav, 100, { tradedValue: 50 });
        const scaled = basicMetrics(
          nav.map((value) => value * scale),
          100 * scale,
          { tradedValue: 50 * scale },
        );
        for (const key of ['totalReturn', 'volatility', 'maxDrawdown', 'turnover'] as const) {
          expect(scaled[key]).toBeCloseTo(one[key] ?? Number.NaN, 9);
        }
      }),
    );
  });

  it('keeps its precision where the mean is large against the spread', () => {
    // Returns 0.05 +- 1e-7: about the mean, a naive sum of squares would keep 2 digits of this sd.
    const nav = curveOf([0.0500001, 0.0499999, 0.0500001, 0.0499999]).nav;
    expect(basicMetrics(nav, 100).volatility).toBeCloseTo(Math.sqrt(4e-14 / 3) * Math.sqrt(252), 12);
  });

  it('has one-way turnover a year', () => {
    // 60 traded one way on a mean NAV of 102, in 2 sessions of 252.
    expect(basicMetrics(Float64Array.of(101, 103), 100, { tradedValue: 120 }).turnover).toBeCloseTo(
      (60 / 102) * 126,
      12,
    );
  });
});

describe('riskFreeRates', () => {
  it('compounds back to the annual rate', () => {
    const rates = riskFreeRates(0.05, sessions);
    expect(rates).toHaveLength(5);
    expect((1 + (rates[0] ?? 0)) ** 252).toBeCloseTo(1.05, 12);
  });

  it('keeps the latest earlier rate on a session without one', () => {
    const daily = [
      { session: '2024-01-29', rate: 0.0002 },
      { session: '2024-02-01', rate: 0.0003 },
    ];
    expect(Array.from(riskFreeRates(daily, sessions))).toEqual([0.0002, 0.0002, 0.0003, 0.0003, 0.0003]);
  });

  it('refuses rates that begin too late, naming the session', async () => {
    const late = [{ session: '2024-01-31', rate: 0 }];
    const failure = await failureOf(Promise.resolve(late).then((rates) => riskFreeRates(rates, sessions)));
    expect(failure.code).toBe('bad-data');
    expect(failure.message).toContain('2024-01-30');
  });
});
