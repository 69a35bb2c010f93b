import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import {
  addCalendarDays,
  CALENDAR_FIRST,
  finalAt,
  isSession,
  nextSession,
  previousSession,
  sessionOnOrBefore,
  sessionsAfter,
  sessionsBetween,
  whyClosed,
} from '@evenkeel/domain/calendar';
import { weekdayOf } from '../../../../shared/domain/src/calendar/civil-date';
import { closeHourOf } from '../../../../shared/domain/src/calendar/sessions';
import { day } from '../../../factories/bars';
import { describeWithSharedData, SHARED_DATA } from '../../../support/shared-data';

describeWithSharedData('the golden sessions of 1990 to 2030', () => {
  const golden = readFileSync(resolve(SHARED_DATA, 'nyse-sessions-1990-2030.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

  it('has the same sessions, day for day', () => {
    expect(sessionsBetween(day('1990-01-01'), day('2030-12-31'))).toEqual(golden.map(([session]) => session));
  });

  it('ends each at the same hour', () => {
    expect(golden.map(([session = '']) => `${String(closeHourOf(day(session)))}:00`)).toEqual(
      golden.map(([, close]) => close),
    );
  });

  it('tells instant and kind of the early ones, and of a regular one a month', () => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      hour: '2-digit',
      minute: '2-digit',
    });
    const chosen = golden.filter(
      ([session = '', , early], i) => early === '1' || golden[i - 1]?.[0]?.slice(0, 7) !== session.slice(0, 7),
    );
    expect(chosen.length).toBeGreaterThan(41 * 12);
    const ours = chosen.map(([session = '']) => {
      const close = clock.format(finalAt(day(session)).getTime() - 15 * 60_000);
      return [session, close, close === '16:00' ? '0' : '1'];
    });
    expect(ours).toEqual(chosen);
  });
});

describe('sessions', () => {
  it.each([
    ['2012-10-29', 'Hurricane Sandy'],
    ['2001-09-11', 'Attacks of September 11'],
    ['2022-06-20', 'Juneteenth'],
    ['1998-01-19', 'Martin Luther King, Jr. Day'],
    ['2021-12-24', 'Christmas Day'],
    ['2024-03-29', 'Good Friday'],
    ['2024-06-29', 'weekend'],
  ])('%s is closed: %s', (date, reason) => {
    expect(isSession(day(date))).toBe(false);
    expect(whyClosed(day(date))).toBe(reason);
  });

  it.each(['1997-01-20', '2021-06-18', '1999-12-31', '2021-12-31', '2010-12-31'])('%s is open', (date) => {
    expect(isSession(day(date))).toBe(true);
    expect(whyClosed(day(date))).toBeUndefined();
  });

  // Dates of the Astronomical Applications Department, U.S. Naval Observatory.
  it.each([
    [1990, '1990-04-15'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2038, '2038-04-25'],
    [2076, '2076-04-19'],
    [2100, '2100-03-28'],
  ])('Easter of %i is %s, so the Friday before it is a holiday', (_year, date) => {
    expect(whyClosed(addCalendarDays(day(date), -2))).toBe('Good Friday');
  });

  it('steps over the longest closure since 1990', () => {
    expect(nextSession(day('2001-09-10'))).toBe('2001-09-17');
    expect(previousSession(day('2001-09-17'))).toBe('2001-09-10');
  });

  it('refuses days outside 1990 to 2100', () => {
    expect(() => isSession(day('1989-12-29'))).toThrow(/calendar covers 1990 to 2100/);
    expect(() => nextSession(day('2100-12-31'))).toThrow(/2101/);
  });

  it('is empty when the range is upside down', () => {
    expect(sessionsBetween(day('2024-06-28'), day('2024-06-27'))).toEqual([]);
  });

  it('are counted after a date, session or not, and not at all backwards', () => {
    // Friday, a weekend, Monday; 2024-07-04 was a holiday.
    expect(sessionsAfter(day('2024-06-28'), day('2024-07-01'))).toBe(1);
    expect(sessionsAfter(day('2024-06-29'), day('2024-07-01'))).toBe(1);
    expect(sessionsAfter(day('2024-07-01'), day('2024-07-05'))).toBe(3);
    expect(sessionsAfter(day('2024-07-05'), day('2024-07-05'))).toBe(0);
    expect(sessionsAfter(day('2024-07-05'), day('2024-07-01'))).toBe(0);
  });

  const anyDay = fc.integer({ min: 20, max: 40_000 }).map((offset) => addCalendarDays(CALENDAR_FIRST, offset));

  it('neighbours are each other’s inverse, with no session between them', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const before = sessionOnOrBefore(date);
        const after = nextSession(date);
        expect(previousSession(after)).toBe(before);
        expect(nextSession(before)).toBe(after);
        expect(sessionsBetween(before, after)).toEqual([before, after]);
        expect(nextSession(addCalendarDays(date, -1))).toBe(isSession(date) ? date : after);
      }),
      { numRuns: 300 },
    );
  });

  it('holds no session on a weekend and 249 to 253 a year up to 2100', () => {
    for (let year = 2031; year <= 2100; year += 1) {
      const sessions = sessionsBetween(day(`${String(year)}-01-01`), day(`${String(year)}-12-31`));
      expect(sessions.length).toBeGreaterThanOrEqual(249);
      expect(sessions.length).toBeLessThanOrEqual(253);
      expect(sessions.every((session) => weekdayOf(session) >= 1 && weekdayOf(session) <= 5)).toBe(true);
    }
  });
});
