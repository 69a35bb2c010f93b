import { rankedRuns, type SweptCell } from '@evenkeel/domain/analysis';

/** A cell that made run number `run`, which ends with the Sharpe ratio `sharpe`. */
function cell(tolerance: number, check: SweptCell['check'], run: number | null, sharpe: number | null): SweptCell {
  const figures = {
    cagr: 0,
    volatility: 0,
    maxDrawdown: 0,
    turnover: 0,
    dsr: 0.5,
    trades: 2,
    rebalances: 0,
    totalCost: 0,
    minCash: 0,
    holdingSessions: 1,
  };
  return {
    tolerance,
    check,
    scope: 'pair',
    fill: 'close',
    ...figures,
    totalReturn: 0,
    varianceRatio: null,
    expectedGain: null,
    run,
    sharpe,
  };
}

const grid = (tolerance: readonly number[]) => ({
  tolerance,
  check: ['daily', 'never'] as const,
  scope: ['pair'] as const,
  fill: ['close'] as const,
});

describe('the runs of a sweep by rank', () => {
  test('adjacent tolerances that made the same run are one, with the others counted', () => {
    const cells = [
      cell(0.1, 'daily', 0, 0.5),
      cell(0.1, 'never', 1, 0.9),
      cell(0.2, 'daily', 2, 0.7),
      cell(0.2, 'never', 1, 0.9),
      cell(0.3, 'daily', 1, 0.9),
      cell(0.3, 'never', 1, 0.9),
      cell(0.4, 'daily', 0, 0.5),
      cell(0.4, 'never', 3, null),
      cell(0.5, 'daily', null, null),
      cell(0.5, 'never', 1, 0.9),
    ];
    const ranked = rankedRuns({ cells, grid: grid([0.1, 0.2, 0.3, 0.4, 0.5]) });
    expect(
      ranked.map(({ cell: first, until, elsewhere }) => [first.sharpe, first.check, first.tolerance, until, elsewhere]),
    ).toEqual([
      [0.9, 'never', 0.1, 0.3, 2],
      [0.7, 'daily', 0.2, 0.2, 0],
      [0.5, 'daily', 0.1, 0.1, 1],
    ]);
  });
});
