import { parseSessionDate } from '@evenkeel/domain/calendar';
import { requirePlausible, riskFreeLine } from '../../../../cli/src/research/risk-free';
import { complaintOf } from './session';

const sessions = ['2019-01-02', '2019-01-03'].map((date) => parseSessionDate(date));

describe('the risk-free rate', () => {
  test('is said in words', () => {
    expect(riskFreeLine(0, new Float64Array(2), sessions)).toBe('risk-free rate 0');
    expect(riskFreeLine(0.02, new Float64Array(2), sessions)).toBe('risk-free rate 2 % a year');
    // (1 + 0.0001)^252 - 1 = 2.552 %
    expect(riskFreeLine('rates.csv', Float64Array.of(0.0001, 0.0001), sessions)).toBe(
      'risk-free rates of rates.csv: mean 0.0100 % a session, 2.55 % a year, from 2019-01-02 to 2019-01-03',
    );
  });

  test('is refused where it can only be a slip of units', () => {
    const days = [
      { session: '2019-01-02', rate: 0.0001 },
      { session: '2019-01-03', rate: 0.02 },
    ];
    expect(complaintOf(() => requirePlausible({ riskFree: days }, 'mine.json'))).toMatch(
      /^mine\.json: the risk-free rate 0\.02 of 2019-01-03 is 2 % a session; .*0\.0001$/,
    );
  });

  test.each([
    [1],
    [0],
    [-0.005],
    [
      [
        { session: '2019-01-02', rate: 0.01 },
        { session: '2019-01-03', rate: -0.01 },
      ],
    ],
  ])('%j is taken', (riskFree) => {
    expect(() => requirePlausible({ riskFree }, 'mine.json')).not.toThrow();
  });
});
