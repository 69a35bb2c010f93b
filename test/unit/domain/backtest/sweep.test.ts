import { buildPanel, runBacktest, sweep, type SweepGrid } from '@evenkeel/domain/backtest';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { sweepCells } from '../../../../shared/domain/src/backtest/sweep';
import { portfolio as portfolioOf } from '../../../factories/portfolio';
import { randomMarket } from '../../../factories/random-market';

const portfolio = portfolioOf();
const panel = buildPanel(portfolio, randomMarket(symbolsOf(portfolio), 11, 120, portfolio.benchmark));
const grid: SweepGrid = {
  tolerance: [0.005, 0.05],
  check: ['daily', 'weekly', 'never'],
  scope: ['breached', 'pair', 'portfolio'],
  fill: ['close', 'next-open', 'next-close'],
};

describe('sweep', () => {
  it('runs every combination, tolerance slowest and fill fastest', () => {
    const cells = sweepCells(portfolio, grid);
    expect(cells).toHaveLength(54);
    expect(cells.slice(0, 4).map(({ scope, fill }) => [scope, fill])).toEqual([
      ['breached', 'close'],
      ['breached', 'next-open'],
      ['breached', 'next-close'],
      ['pair', 'close'],
    ]);
    expect(cells[53]).toEqual({ tolerance: 0.05, check: 'never', scope: 'portfolio', fill: 'next-close' });
  });

  it('keeps the portfolio’s own value on an axis that is not named', () => {
    expect(sweepCells(portfolio, { tolerance: [0.2] })).toEqual([
      { tolerance: 0.2, check: 'daily', scope: 'breached', fill: 'close' },
    ]);
  });

  it.each([true, false])('finds in each cell what a run of that portfolio finds (costs: %s)', (costs) => {
    const found = sweep(portfolio, panel, grid, (cell, outcome) => ({ cell, ...outcome, nav: [...outcome.nav] }), {
      costs,
    });
    for (const { cell, nav, totalCost, tradedValue, trades, rebalances, minCash } of found) {
      const { tolerance, check, scope, fill } = cell;
      const alone: Portfolio = {
        ...portfolio,
        fill,
        rebalance: { check, scope, drift: { ...portfolio.rebalance.drift, tolerance } },
      };
      const run = runBacktest(alone, panel, { costs });
      expect(nav).toEqual([...run.nav]);
      expect(minCash).toBe(Math.min(...run.cash));
      expect([trades, rebalances]).toEqual([run.trades.length, run.rebalances]);
      expect(totalCost).toBeCloseTo(
        run.trades.reduce((sum, { cost }) => sum + cost, 0),
        3,
      );
      expect(tradedValue).toBeCloseTo(
        run.trades.reduce((sum, { value }) => sum + Math.abs(value), 0),
        3,
      );
    }
  });

  describe('a cell whose costs eat the portfolio', () => {
    const costly: Portfolio = { ...portfolio, costs: { commissionRate: 0.99, slippage: { model: 'none' } } };
    const tolerances = { tolerance: [0.001, 0.99], check: ['daily'] } as const;
    const alone = (tolerance: number) => () =>
      runBacktest(
        {
          ...costly,
          rebalance: { ...costly.rebalance, check: 'daily', drift: { ...costly.rebalance.drift, tolerance } },
        },
        panel,
      );

    it('is answered for by itself, and the cells after it are run as if it had not been', () => {
      expect(alone(0.001)).toThrow(/nothing is left/);
      const survivor = alone(0.99)();
      const found = sweep<string | number>(costly, panel, tolerances, (_, { nav }) => nav.at(-1) ?? Number.NaN, {
        ruined: (cell, error) => `${cell.tolerance}: ${error.message}`,
      });
      expect(found).toEqual([expect.stringMatching(/^0\.001: nothing is left/), survivor.nav.at(-1)]);
    });

    it('ends the sweep where nobody answers for it', () => {
      expect(() => sweep(costly, panel, tolerances, () => 0)).toThrow(/nothing is left/);
    });

    it('does not hide any other error', () => {
      const broken = new Error('not of the engine');
      const failing = () => {
        throw broken;
      };
      expect(() => sweep<number>(portfolio, panel, { tolerance: [0.1] }, failing, { ruined: () => 0 })).toThrow(broken);
    });
  });
});
