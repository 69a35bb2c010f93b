import { addCalendarMonths, firstRowFrom, lastRowUpTo, type SessionDate } from '../calendar';
import { sessionDateOf } from '../calendar/session-date';
import { SESSIONS_A_YEAR } from '../statistics/constants';
import { finite } from '../statistics/ratio';
import { compoundRate } from './basic-metrics';
import type { Curve } from './calendar-tables';

/** What a curve made of earlier NAVs, by how much earlier; null where the run began later. A rate a year from `3y` on. */
export interface PeriodReturns {
  /** Since the last session of the month before. */
  readonly mtd: number | null;
  /** Since the last session of the year before. */
  readonly ytd: number | null;
  readonly '3m': number | null;
  readonly '6m': number | null;
  readonly '1y': number | null;
  readonly '3y': number | null;
  readonly '5y': number | null;
  readonly '10y': number | null;
  /** Since the capital was put in; a rate a year from more than 252 sessions on. */
  readonly all: number | null;
}

/**
 * Returns up to the last session (docs/numbers.md, section 4): from the NAV at the last session on or before
 * the date so many calendar months earlier (a month end clipped: 3m of May 31st begins on the last day
 * of February), or before the month and the year began. `3y` and longer are rates a year, by the number of sessions. Null
 * where the run began later than the period.
 *
 * `all` begins with the capital. It is the total return, and from more than 252 sessions on a rate a year: the `cagr`.
 */
export function periodReturns(curve: Curve): PeriodReturns {
  const { sessions, nav, capital } = curve;
  const last = sessions.at(-1);
  if (last === undefined) return NO_PERIODS;
  const months = (count: number) => growthFrom(curve, lastRowUpTo(sessions, addCalendarMonths(last, -count)));
  const whole = finite((nav.at(-1) ?? Number.NaN) / capital - 1);
  const long = nav.length > SESSIONS_A_YEAR;
  return {
    mtd: growthFrom(curve, rowBefore(sessions, firstOf(last, Number(last.slice(5, 7)))))?.growth ?? null,
    ytd: growthFrom(curve, rowBefore(sessions, firstOf(last, 1)))?.growth ?? null,
    '3m': months(3)?.growth ?? null,
    '6m': months(6)?.growth ?? null,
    '1y': months(12)?.growth ?? null,
    '3y': annual(months(36)),
    '5y': annual(months(60)),
    '10y': annual(months(120)),
    all: whole !== null && long ? compoundRate(whole, nav.length) : whole,
  };
}

const NO_PERIODS: PeriodReturns = {
  mtd: null,
  ytd: null,
  '3m': null,
  '6m': null,
  '1y': null,
  '3y': null,
  '5y': null,
  '10y': null,
  all: null,
};

/** What a curve made of the NAV at one of its rows. */
interface Growth {
  readonly growth: number;
  /** From that row to the last. */
  readonly sessions: number;
}

function growthFrom({ nav }: Curve, row: number): Growth | null {
  const growth = row < 0 ? null : finite((nav.at(-1) ?? Number.NaN) / (nav[row] ?? Number.NaN) - 1);
  return growth === null ? null : { growth, sessions: nav.length - 1 - row };
}

function annual(period: Growth | null): number | null {
  return period === null ? null : compoundRate(period.growth, period.sessions);
}

function rowBefore(sessions: readonly SessionDate[], date: SessionDate): number {
  return firstRowFrom(sessions, date) - 1;
}

/** The first day of a month in the year of `date`. */
function firstOf(date: SessionDate, month: number): SessionDate {
  return sessionDateOf(Number(date.slice(0, 4)), month, 1);
}
