import { crisisResults } from '../../../../shared/domain/src/analysis/crises';
import { calendarReturns, monthlyReturns, yearlyFigures } from '../../../../shared/domain/src/analysis/calendar-tables';
import { sessionsBetween } from '@evenkeel/domain/calendar';
import { day } from '../../../factories/bars';
import { realSeries } from '../../../support/real-series';
import { describeWithSharedData } from '../../../support/shared-data';

const curve = {
  sessions: ['2023-12-28', '2023-12-29', '2024-01-02', '2024-01-31', '2024-02-01'].map(day),
  nav: Float64Array.of(99, 110, 121, 108.9, 108.9),
  capital: 100,
  benchmark: Float64Array.of(50, 55, 66, 66, 33),
};

describe('monthlyReturns', () => {
  it('start from the last close before the month, the first from the capital', () => {
    const rows = monthlyReturns(curve);
    expect(rows.map(({ year, month }) => [year, month])).toEqual([
      [2023, 12],
      [2024, 1],
      [2024, 2],
    ]);
    expect(rows.map((row) => row.return)).toEqual([110 / 100 - 1, 108.9 / 110 - 1, 0]);
  });

  it("start the benchmark's first month when the portfolio was bought", () => {
    expect(monthlyReturns(curve).map((row) => row.benchmark)).toEqual([55 / 50 - 1, 66 / 55 - 1, 33 / 66 - 1]);
    expect(monthlyReturns({ ...curve, benchmark: undefined }).map((row) => row.benchmark)).toEqual([null, null, null]);
  });
});

describe('yearlyFigures', () => {
  it('cover each calendar year from the NAV it began with', () => {
    const [first, second] = yearlyFigures(curve);
    expect(first).toMatchObject({ year: 2023, sessions: 2, return: 110 / 100 - 1, benchmark: 55 / 50 - 1 });
    expect(second).toMatchObject({ year: 2024, sessions: 3, benchmark: 33 / 55 - 1 });
    expect(second?.maxDrawdown).toBeCloseTo(108.9 / 121 - 1, 14);
    // 2023: returns -1 % and 110/99 - 1 = 1/9: sd of two is their difference over root 2.
    expect(first?.volatility).toBeCloseTo(((1 / 9 + 0.01) / Math.SQRT2) * Math.sqrt(252), 12);
  });
});

describe('calendarReturns', () => {
  it('compound within month, quarter and year', () => {
    const over = {
      sessions: ['2023-12-29', '2024-01-31', '2024-03-28', '2024-04-01', '2024-06-28', '2025-04-01'].map(day),
      nav: Float64Array.of(110, 99, 121, 121, 60.5, 242),
      capital: 100,
    };
    expect(Array.from(calendarReturns(over, 'month'))).toEqual([
      110 / 100 - 1,
      99 / 110 - 1,
      121 / 99 - 1,
      0,
      60.5 / 121 - 1,
      242 / 60.5 - 1,
    ]);
    expect(Array.from(calendarReturns(over, 'quarter'))).toEqual([
      110 / 100 - 1,
      121 / 110 - 1,
      60.5 / 121 - 1,
      242 / 60.5 - 1,
    ]);
    expect(Array.from(calendarReturns(over, 'year'))).toEqual([110 / 100 - 1, 60.5 / 110 - 1, 242 / 60.5 - 1]);
  });
});

describe('crisisResults', () => {
  const sessions = sessionsBetween(day('2020-02-18'), day('2020-04-01'));
  // 100 until the peak, then 1 less every session: 24 sessions from 2020-02-19 to 2020-03-23 make 23 steps.
  const nav = Float64Array.from(sessions, (_, row) => (row < 2 ? 100 : 101 - row));

  it('measure from the last close before the fall to its trough', () => {
    expect(crisisResults({ sessions, nav, capital: 100 })).toEqual([
      {
        name: 'Covid crash',
        from: '2020-02-19',
        to: '2020-03-23',
        return: 77 / 100 - 1,
        benchmark: null,
        maxDrawdown: 77 / 100 - 1,
      },
    ]);
  });

  it('leave out what the run covers only in part', () => {
    expect(crisisResults({ sessions: sessions.slice(2), nav: nav.slice(2), capital: 100 })).toEqual([]);
  });

  it('use the close before where a boundary was dropped from the run', () => {
    const kept = sessions.filter((session) => session !== '2020-03-23');
    const [crisis] = crisisResults({
      sessions: kept,
      nav: Float64Array.from(kept, (_, row) => (row < 2 ? 100 : 101 - row)),
      capital: 100,
    });
    expect(crisis?.return).toBeCloseTo(78 / 100 - 1, 14);
  });
});

describeWithSharedData('the dates of crises', () => {
  const { sessions, close } = realSeries('SPY');
  const curveOfSpy = { sessions, nav: close, capital: close[0] ?? Number.NaN };

  it.each(crisisResults(curveOfSpy).map((crisis) => [crisis.name, crisis] as const))(
    '%s runs from the highest to the lowest close of SPY',
    (_, { from, to }) => {
      const within = Array.from(close).slice(sessions.indexOf(from), sessions.indexOf(to) + 1);
      expect(within[0]).toBe(Math.max(...within));
      expect(within.at(-1)).toBe(Math.min(...within));
    },
  );

  it('are all within the history of SPY', () => {
    expect(crisisResults(curveOfSpy)).toHaveLength(16);
  });
});
