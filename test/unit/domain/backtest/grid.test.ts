import { cellCount, cellsPerTolerance, evenSteps } from '@evenkeel/domain/backtest';

describe('the grid of a sweep', () => {
  const grid = {
    tolerance: [0.1, 0.2, 0.3],
    check: ['daily', 'never'],
    scope: ['pair'],
    fill: ['close', 'next-open'],
  } as const;

  test('has a cell a combination', () => {
    expect([cellsPerTolerance(grid), cellCount(grid)]).toEqual([4, 12]);
  });

  test('takes even steps in round numbers, both ends included where a step ends there', () => {
    expect(evenSteps(0.1, 0.3, 0.1)).toEqual([0.1, 0.2, 0.3]);
    expect(evenSteps(0.1, 0.35, 0.1)).toEqual([0.1, 0.2, 0.3]);
    expect(evenSteps(0.5, 0.5, 0.1)).toEqual([0.5]);
  });

  test('has a bound', () => {
    expect(evenSteps(0, 0.99999, 0.00001)).toHaveLength(100_000);
    expect(evenSteps(0, 1, 0.00001)).toBeUndefined();
  });
});
