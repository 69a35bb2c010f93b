import fc from 'fast-check';
import {
  addCalendarDays,
  exchangeDate,
  finalAt,
  isSession,
  isSessionDate,
  lastFinishedSession,
  nextSession,
  parseSessionDate,
} from '@evenkeel/domain/calendar';
import { day } from '../../../factories/bars';
import { refusalOf } from '../../../support/failure';

describe('the exchange’s clock', () => {
  it.each([
    ['2024-06-28', '2024-06-28T20:15:00Z', 'summer, UTC-4'],
    ['2024-12-02', '2024-12-02T21:15:00Z', 'winter, UTC-5'],
    ['2024-07-03', '2024-07-03T17:15:00Z', 'early, before Independence Day'],
    ['2024-11-29', '2024-11-29T18:15:00Z', 'early, after Thanksgiving'],
    ['2024-03-08', '2024-03-08T21:15:00Z', 'last session before the clocks go forward'],
    ['2024-03-11', '2024-03-11T20:15:00Z', 'first session after it'],
    ['2006-04-03', '2006-04-03T20:15:00Z', 'first summer session by the rules until 2006'],
    ['1992-12-24', '1992-12-24T19:15:00Z', 'early, at 14:00 until 1992'],
  ])('the bar of %s is final at %s, 15 minutes after the close (%s)', (session, instant) => {
    expect(finalAt(day(session))).toEqual(new Date(instant));
  });

  it('has no close on a holiday, and says which', () => {
    expect(() => finalAt(day('2024-07-04'))).toThrow(/Independence Day/);
  });

  it.each([
    ['2024-06-28T20:14:59Z', '2024-06-27', 'a second before the bar is final'],
    ['2024-06-28T20:15:00Z', '2024-06-28', 'final 15 minutes after the close'],
    ['2024-06-29T03:59:00Z', '2024-06-28', 'Saturday in UTC, Friday evening in New York'],
    ['2024-07-01T13:00:00Z', '2024-06-28', 'Monday before the opening'],
    ['2024-07-03T17:15:00Z', '2024-07-03', 'early close'],
    ['2024-07-05T12:00:00Z', '2024-07-03', 'the holiday has no session'],
    ['2024-12-02T21:14:59Z', '2024-11-29', 'winter time'],
    ['2001-09-16T12:00:00Z', '2001-09-10', 'while the exchange was closed'],
  ])('at %s the last finished session is %s: %s', (now, session) => {
    expect(lastFinishedSession(new Date(now))).toBe(session);
  });

  it.each([
    ['2024-01-02T04:59:59Z', '2024-01-01'],
    ['2024-01-02T05:00:00Z', '2024-01-02'],
    ['2024-06-29T03:59:59Z', '2024-06-28'],
    ['2024-06-29T04:00:00Z', '2024-06-29'],
  ])('%s is %s in New York', (instant, date) => {
    expect(exchangeDate(new Date(instant))).toBe(date);
  });

  it('the last finished session is final, and the one after it is not', () => {
    const instants = fc.date({ min: new Date('1990-02-01'), max: new Date('2099-12-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (now) => {
        const last = lastFinishedSession(now);
        expect(isSession(last)).toBe(true);
        expect(finalAt(last).getTime()).toBeLessThanOrEqual(now.getTime());
        expect(finalAt(nextSession(last)).getTime()).toBeGreaterThan(now.getTime());
      }),
      { numRuns: 60 },
    );
  });
});

describe('session dates', () => {
  it.each(['2024-02-29', '1990-01-01'])('%s is a date', (text) => {
    expect(isSessionDate(text)).toBe(true);
  });

  it.each(['2023-02-29', '2024-13-01', '24-01-01', '2024-1-1', '2024-06-28T00:00', ''])('"%s" is none', (text) => {
    expect(isSessionDate(text)).toBe(false);
    const { code, message } = refusalOf(() => parseSessionDate(text, '--from'));
    expect([code, message]).toEqual([
      'bad-input',
      `--from: "${text}" is not a date; write YYYY-MM-DD, e.g. 2024-06-28`,
    ]);
  });

  it('adds calendar days across a leap day and a clock change', () => {
    expect(addCalendarDays(day('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addCalendarDays(day('2024-03-09'), 2)).toBe('2024-03-11');
    expect(addCalendarDays(day('2024-01-01'), -1)).toBe('2023-12-31');
  });
});
