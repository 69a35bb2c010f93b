import { addCalendarDays, sessionsBetween, type SessionDate } from '@evenkeel/domain/calendar';
import { returnMetrics } from '../../../../shared/domain/src/analysis/return-metrics';
import { periodReturns } from '../../../../shared/domain/src/analysis/trailing-periods';
import { day } from '../../../factories/bars';

/** Adds a ten-thousandth of the capital of 100 for each calendar day since 2000-01-01, so that a NAV tells its date. */
function dated(sessions: readonly SessionDate[]) {
  const nav = Float64Array.from(sessions, navOn);
  return { sessions, nav, capital: 50 };
}

function navOn(session: SessionDate): number {
  return 100 + (Date.parse(session) - Date.parse('2000-01-01')) / 86_400_000;
}

function growthSince(session: string, last: string): number {
  return navOn(day(last)) / navOn(day(session)) - 1;
}

describe('periodReturns', () => {
  const sessions = sessionsBetween(day('2010-01-04'), day('2024-05-31'));
  const periods = periodReturns(dated(sessions));

  it('begin before the month and the year, and as many calendar months earlier', () => {
    expect(periods.mtd).toBeCloseTo(growthSince('2024-04-30', '2024-05-31'), 13);
    expect(periods.ytd).toBeCloseTo(growthSince('2023-12-29', '2024-05-31'), 13);
    // February has no 31st: its last day is meant, which was a session.
    expect(periods['3m']).toBeCloseTo(growthSince('2024-02-29', '2024-05-31'), 13);
    // November neither.
    expect(periods['6m']).toBeCloseTo(growthSince('2023-11-30', '2024-05-31'), 13);
    expect(periods['1y']).toBeCloseTo(growthSince('2023-05-31', '2024-05-31'), 13);
  });

  it('are a rate a year beyond one year, by the sessions in between', () => {
    const rate = (start: string) => {
      const count = sessionsBetween(addCalendarDays(day(start), 1), day('2024-05-31')).length;
      return (1 + growthSince(start, '2024-05-31')) ** (252 / count) - 1;
    };
    // 2021-05-31 was Memorial Day, 2014-05-31 a Saturday.
    expect(periods['3y']).toBeCloseTo(rate('2021-05-28'), 12);
    expect(periods['5y']).toBeCloseTo(rate('2019-05-31'), 12);
    expect(periods['10y']).toBeCloseTo(rate('2014-05-30'), 12);
    const total = navOn(day('2024-05-31')) / 50;
    expect(periods.all).toBeCloseTo(total ** (252 / sessions.length) - 1, 12);
  });

  it('are null where the run began later, and begin with its first session where that is early enough', () => {
    const young = periodReturns(dated(sessionsBetween(day('2024-05-15'), day('2024-05-31'))));
    expect(young).toMatchObject({ mtd: null, ytd: null, '3m': null, '1y': null, '10y': null });
    expect(young.all).toBeCloseTo(navOn(day('2024-05-31')) / 50 - 1, 13);
    const year = periodReturns(dated(sessionsBetween(day('2023-05-31'), day('2024-05-31'))));
    expect(year['1y']).toBeCloseTo(growthSince('2023-05-31', '2024-05-31'), 13);
    expect(year['3y']).toBeNull();
  });

  it('have the total return of up to 252 sessions as it is, and of more the rate a year', () => {
    const shorter = dated(sessions.slice(-252));
    expect(periodReturns(shorter).all).toBe(returnMetrics(shorter).totalReturn);
    const longer = dated(sessions.slice(-253));
    expect(periodReturns(longer).all).toBe(returnMetrics(longer).cagr);
  });
});
