import type { SessionDate } from '../calendar';
import type { CheckSchedule } from '../portfolio';

/** For each schedule one column: 1 on the sessions that look at drift. */
export type CheckColumns = Readonly<Record<CheckSchedule, Uint8Array>>;

const DAY = 86_400_000;

/**
 * Which sessions are check sessions (docs/numbers.md, section 3): `weekly` the run's first session of an ISO
 * week, `monthly`, `quarterly` and `yearly` its first of the calendar month, quarter and year. Row 0, where
 * everything is bought anyway, is marked by every schedule but `never`. A column is made when it is asked for: a run looks at one.
 */
export function checkColumns(sessions: readonly SessionDate[]): CheckColumns {
  const made: Partial<Record<CheckSchedule, Uint8Array>> = {};
  const column = (schedule: CheckSchedule) => (made[schedule] ??= COLUMN[schedule](sessions));
  return {
    get daily() {
      return column('daily');
    },
    get weekly() {
      return column('weekly');
    },
    get monthly() {
      return column('monthly');
    },
    get quarterly() {
      return column('quarterly');
    },
    get yearly() {
      return column('yearly');
    },
    get never() {
      return column('never');
    },
  };
}

const COLUMN: Readonly<Record<CheckSchedule, (sessions: readonly SessionDate[]) => Uint8Array>> = {
  daily: (sessions) => new Uint8Array(sessions.length).fill(1),
  weekly: (sessions) => firstOfEach(sessions, isoWeek),
  monthly: (sessions) => firstOfEach(sessions, month),
  quarterly: (sessions) => firstOfEach(sessions, (session) => Math.floor(month(session) / 3)),
  yearly: (sessions) => firstOfEach(sessions, (session) => Math.floor(month(session) / 12)),
  never: (sessions) => new Uint8Array(sessions.length),
};

function firstOfEach(sessions: readonly SessionDate[], period: (session: SessionDate) => number): Uint8Array {
  let previous = Number.NaN;
  return Uint8Array.from(sessions, (session) => {
    const current = period(session);
    const first = current === previous ? 0 : 1;
    previous = current;
    return first;
  });
}

/** Weeks since the one of 1970-01-01, a Thursday; an ISO week starts on Monday, three days earlier. */
function isoWeek(session: SessionDate): number {
  return Math.floor((Date.parse(session) / DAY + 3) / 7);
}

/** Months since year 0. */
function month(session: SessionDate): number {
  return Number(session.slice(0, 4)) * 12 + Number(session.slice(5, 7)) - 1;
}
