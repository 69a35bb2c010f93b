import { requirePlausible } from '../../../../cli/src/research/risk-free';
import { complaintOf } from './session';

describe('the risk-free rate', () => {
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
