import type { JobRange, Period } from '@evenkeel/ingestion/jobs';
import { resolveRange } from '../../../../services/ingestion/src/jobs/job-range';
import { day } from '../../../factories/bars';
import { failureOf } from '../../../support/failure';

/** Friday evening; the session of 2024-06-28 is finished. */
const NOW = new Date('2024-06-28T22:00:00Z');
const refusal = (range: JobRange) => failureOf(Promise.resolve().then(() => resolveRange(range, NOW)));

test('nothing said means everything up to the last finished session', () => {
  expect(resolveRange({}, NOW)).toEqual({ to: '2024-06-28' });
  expect(resolveRange({ period: 'max' }, NOW)).toEqual({ to: '2024-06-28' });
  expect(resolveRange({}, new Date('2024-06-28T20:10:00Z'))).toEqual({ to: '2024-06-27' });
});

test.each<[Period, string]>([
  ['5d', '2024-06-24'],
  ['1mo', '2024-05-29'],
  ['3mo', '2024-03-29'],
  ['6mo', '2023-12-29'],
  ['1y', '2023-06-29'],
  ['2y', '2022-06-29'],
  ['5y', '2019-06-29'],
  ['10y', '2014-06-29'],
  ['ytd', '2024-01-01'],
])('%s begins on %s', (period, from) => {
  expect(resolveRange({ period }, NOW)).toEqual({ from, to: '2024-06-28' });
});

test('an end in the future is cut at the last finished session', () => {
  expect(resolveRange({ from: day('2024-06-03'), to: day('2030-01-01') }, NOW)).toEqual({
    from: '2024-06-03',
    to: '2024-06-28',
  });
});

test.each<[string, JobRange, RegExp]>([
  ['a period and a first date', { period: '1y', from: day('2024-01-02') }, /--period 1y and --from/],
  ['a period and a last date', { period: '1y', to: day('2024-01-02') }, /--period 1y and --to/],
  ['an end before the beginning', { from: day('2024-06-03'), to: day('2024-06-02') }, /no session lies between/],
  ['a beginning that is not over yet', { from: day('2024-07-01') }, /nothing can be stored yet/],
  ['an end before the calendar', { to: day('1985-01-01') }, /exchange calendar begins/],
])('%s is refused with the reason', async (_, range, reason) => {
  const error = await refusal(range);
  expect(error.code).toBe('bad-input');
  expect(error.message).toMatch(reason);
});
