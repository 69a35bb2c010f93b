import { parseTicker } from '@evenkeel/domain/prices';
import { auditOptions, jobOptions } from '../../../../services/ingestion/src/handlers/job-event';
import { failureOf } from '../../../support/failure';

const PORTFOLIO = [parseTicker('QQQ'), parseTicker('SQQQ')];
const refusal = (event: unknown) => failureOf(Promise.resolve().then(() => jobOptions(event, PORTFOLIO)));

test.each([{}, undefined, null])(
  'a schedule that says %j means the symbols of the portfolio and all sessions',
  (event) => {
    expect(jobOptions(event, PORTFOLIO)).toEqual({ symbols: PORTFOLIO });
  },
);

test('an invocation may narrow the job', () => {
  expect(jobOptions({ symbols: ['spy'], from: '2024-01-02', to: '2024-06-28', overwrite: true }, PORTFOLIO)).toEqual({
    symbols: ['SPY'],
    from: '2024-01-02',
    to: '2024-06-28',
    overwrite: true,
  });
  expect(auditOptions({ period: '1y', repair: true }, PORTFOLIO)).toEqual({
    symbols: PORTFOLIO,
    period: '1y',
    repair: true,
  });
});

test.each<[string, unknown, RegExp]>([
  ['an unknown key', { symbol: 'QQQ' }, /symbol/],
  ['a period that is none', { period: '7y' }, /event\.period/],
  ['a date that is none', { from: '2024-02-30' }, /event\.from/],
  ['symbols that are none', { symbols: ['Q Q'] }, /not a symbol/],
  ['text', 'QQQ', /event/],
])('%s is refused by name', async (_, event, named) => {
  const error = await refusal(event);
  expect(error.code).toBe('bad-input');
  expect(error.message).toMatch(named);
});
