import { AppError } from '@evenkeel/domain';
import {
  CALENDAR_FIRST,
  isSessionDate,
  lastFinishedSession,
  type SessionDate,
  sessionOnOrBefore,
  previousSession,
} from '@evenkeel/domain/calendar';
import { DateTime, type DurationLike } from 'luxon';
import type { JobRange, Period } from './job';

/** The sessions a job may look at; `from` is absent when there is no limit. */
export interface ResolvedRange {
  readonly from?: SessionDate | undefined;
  /** Never after the last finished session. */
  readonly to: SessionDate;
}

/**
 * What a range means at `now`.
 * @throws AppError `bad-input` with the reason when the combination makes no sense
 */
export function resolveRange(range: JobRange, now: Date): ResolvedRange {
  const { period, from, to } = range;
  const finished = lastFinishedSession(now);
  if (period !== undefined && (from !== undefined || to !== undefined)) {
    throw new AppError(
      'bad-input',
      `--period ${period} and --${from === undefined ? 'to' : 'from'} both limit what is fetched: give a period, or dates`,
      { what: 'period' },
    );
  }
  if (from !== undefined && to !== undefined && from > to) {
    throw new AppError('bad-input', `--from ${from} is after --to ${to}: no session lies between them; swap them`, {
      what: 'from',
    });
  }
  if (from !== undefined && from > finished) {
    throw new AppError(
      'bad-input',
      `--from ${from} is after ${finished}, the last finished session: nothing can be stored yet; give an earlier date`,
      { what: 'from' },
    );
  }
  if (to !== undefined && to < CALENDAR_FIRST) {
    throw new AppError(
      'bad-input',
      `--to ${to} is before ${CALENDAR_FIRST}, where the exchange calendar begins: no session lies there; give a later date`,
      { what: 'to' },
    );
  }
  const last = to !== undefined && to < finished ? to : finished;
  const first = period === undefined ? from : startOf(period, finished);
  return first === undefined ? { to: last } : { from: first, to: last };
}

/** True when `session` is in the range. */
export function inRange(session: SessionDate, { from, to }: ResolvedRange): boolean {
  return session <= to && (from === undefined || session >= from);
}

const LENGTHS: Readonly<Record<Exclude<Period, '5d' | 'ytd' | 'max'>, DurationLike>> = {
  '1mo': { months: 1 },
  '3mo': { months: 3 },
  '6mo': { months: 6 },
  '1y': { years: 1 },
  '2y': { years: 2 },
  '5y': { years: 5 },
  '10y': { years: 10 },
};

/** Five sessions, calendar months or years back from `end`, or the first of its year. */
function startOf(period: Period, end: SessionDate): SessionDate | undefined {
  if (period === 'max') return undefined;
  if (period === '5d') return [1, 2, 3, 4].reduce(previousSession, sessionOnOrBefore(end));
  const last = DateTime.fromISO(end, { zone: 'utc' });
  const start = (period === 'ytd' ? last.startOf('year') : last.minus(LENGTHS[period]).plus({ days: 1 })).toISODate();
  return start !== null && isSessionDate(start) ? start : undefined;
}
