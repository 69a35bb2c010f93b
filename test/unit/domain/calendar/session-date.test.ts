import fc from 'fast-check';
import { AppError } from '@evenkeel/domain';
import {
  addCalendarMonths,
  firstRowFrom,
  isSessionDate,
  lastRowUpTo,
  parseSessionDate,
  rowOfSession,
  type SessionDate,
} from '@evenkeel/domain/calendar';

describe('isSessionDate', () => {
  it.each(['2024-02-29', '2000-02-29', '1999-12-31', '2023-04-30', '0001-01-01'])('takes %s', (text) => {
    expect(isSessionDate(text)).toBe(true);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-10',
    '2023-01-00',
    '2023-1-1',
    '2023-01-01T00:00',
    ' 2023-01-01',
    '20230101',
    '',
  ])('refuses "%s"', (text) => {
    expect(isSessionDate(text)).toBe(false);
  });

  it('agrees with the calendar of the language', () => {
    const part = (max: number) => fc.nat({ max });
    fc.assert(
      fc.property(part(9999), part(13), part(32), (year, month, day) => {
        const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
          '-',
        );
        const date = new Date(`${text}T00:00:00Z`);
        expect(isSessionDate(text)).toBe(!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseSessionDate', () => {
  it.each([
    [undefined, 'date: "28.6.2024" is not a date; write YYYY-MM-DD, e.g. 2024-06-28'],
    ['--from', '--from: "28.6.2024" is not a date; write YYYY-MM-DD, e.g. 2024-06-28'],
  ])('names %s and the way to write one', (what, message) => {
    expect(() => parseSessionDate('28.6.2024', what)).toThrow(new AppError('bad-input', message));
  });
});

describe('rows of ascending sessions', () => {
  const days = fc
    .nat({ max: 364 })
    .map((day) => parseSessionDate(new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)));
  const ascending = fc.uniqueArray(days, { maxLength: 40 }).map((sessions): SessionDate[] => [...sessions].sort());

  it('are found as by looking at each', () => {
    fc.assert(
      fc.property(ascending, days, (sessions, session) => {
        const first = sessions.findIndex((one) => one >= session);
        expect(firstRowFrom(sessions, session)).toBe(first < 0 ? sessions.length : first);
        expect(rowOfSession(sessions, session)).toBe(sessions.indexOf(session));
        expect(lastRowUpTo(sessions, session)).toBe(sessions.findLastIndex((one) => one <= session));
      }),
    );
  });
});

describe('addCalendarMonths', () => {
  it.each([
    ['2024-05-31', -3, '2024-02-29'],
    ['2023-05-31', -3, '2023-02-28'],
    ['2024-02-29', -12, '2023-02-28'],
    ['2024-02-29', -48, '2020-02-29'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-01-15', -13, '2022-12-15'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2024-06-28', 0, '2024-06-28'],
  ])('%s and %d months is %s', (date, months, expected) => {
    expect(addCalendarMonths(parseSessionDate(date), months)).toBe(expected);
  });
});
