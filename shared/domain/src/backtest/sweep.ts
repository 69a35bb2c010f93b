import { isAppError, type AppError } from '../errors';
import type { CheckSchedule, Fill, Portfolio, RebalanceScope } from '../portfolio';
import { Book } from './book';
import { Tally, walk } from './engine';
import type { Panel } from './panel';
import { rulesOf, targetRows } from './rules';

/** The values to combine; a missing axis has the portfolio's own value. */
export interface SweepGrid {
  readonly tolerance?: readonly number[] | undefined;
  readonly check?: readonly CheckSchedule[] | undefined;
  readonly scope?: readonly RebalanceScope[] | undefined;
  readonly fill?: readonly Fill[] | undefined;
}

/** One combination. */
export interface SweepCell {
  readonly tolerance: number;
  readonly check: CheckSchedule;
  readonly scope: RebalanceScope;
  readonly fill: Fill;
}

/** What one cell did. `nav` is overwritten by the next cell: read it, do not keep it. */
export interface SweepOutcome {
  readonly capital: number;
  /** Net asset value at the close of each session, after costs (without, in a gross sweep). */
  readonly nav: Float64Array;
  readonly totalCost: number;
  /** Sum of |value| of all trades, the first purchase included. */
  readonly tradedValue: number;
  readonly trades: number;
  readonly rebalances: number;
  /** Mean sessions from one trade of a pair to its next, or to the end; time in cash is no holding. Null where nothing was bought. */
  readonly meanHoldingSessions: number | null;
  /** Lowest cash at a close; below 0 is borrowed. */
  readonly minCash: number;
}

/** How to sweep. */
export interface SweepOptions<T> {
  /** False to run every cell without costs. Default true. */
  readonly costs?: boolean | undefined;
  /** Answers for a cell whose portfolio ends worthless; without it the first such cell ends the sweep. */
  readonly ruined?: ((cell: SweepCell, error: AppError) => T) | undefined;
}

/** A book that remembers its lowest cash: cash changes in trades only, and after every trade the book is marked. */
class WatchedBook extends Book {
  minCash = Infinity;

  override reset(capital: number): void {
    super.reset(capital);
    this.minCash = Infinity;
  }

  override mark(prices: Float64Array, session: number): void {
    if (this.cash < this.minCash) this.minCash = this.cash;
    super.mark(prices, session);
  }
}

/** The cells of a grid in the order they are run: tolerance slowest, then check, scope, fill. */
export function sweepCells({ rebalance, fill }: Pick<Portfolio, 'rebalance' | 'fill'>, grid: SweepGrid): SweepCell[] {
  const { tolerance: tolerances, check: checks, scope: scopes, fill: fills } = grid;
  return (tolerances ?? [rebalance.drift.tolerance]).flatMap((tolerance) =>
    (checks ?? [rebalance.check]).flatMap((check) =>
      (scopes ?? [rebalance.scope]).flatMap((scope) =>
        (fills ?? [fill]).map((one) => ({ tolerance, check, scope, fill: one })),
      ),
    ),
  );
}

/**
 * Runs every cell of `grid` over the panel and collects what `summarise` says of each, in the order
 * of {@link sweepCells}. Targets, allocation and regimes are computed once, and nothing is allocated
 * from cell to cell but what `summarise` returns.
 *
 * @throws AppError like `runBacktest`; a cell that costs ruin is left to `ruined` where that is given
 */
export function sweep<T>(
  portfolio: Portfolio,
  panel: Panel,
  grid: SweepGrid,
  summarise: (cell: SweepCell, outcome: SweepOutcome) => T,
  { costs = true, ruined }: SweepOptions<T> = {},
): T[] {
  const { capital } = portfolio;
  const targets = targetRows(portfolio, panel);
  const book = new WatchedBook(panel.pairs.length, capital);
  const tally = new Tally(panel.pairs.length);
  const nav = new Float64Array(panel.sessions.length);
  return sweepCells(portfolio, grid).map((cell) => {
    const { tolerance, check, scope, fill } = cell;
    const rebalance = { check, scope, drift: { ...portfolio.rebalance.drift, tolerance } };
    book.reset(capital);
    tally.reset();
    try {
      walk(
        rulesOf({ rebalance, fill, costs: portfolio.costs }, panel, targets, costs),
        book,
        0,
        nav.length - 1,
        nav,
        tally,
        null,
      );
    } catch (error) {
      if (ruined === undefined || !isAppError(error, 'bad-data')) throw error;
      return ruined(cell, error);
    }
    const { cost: totalCost, value: tradedValue, trades, rebalances } = tally;
    const meanHoldingSessions = tally.meanHolding(nav.length - 1);
    return summarise(cell, {
      capital,
      nav,
      totalCost,
      tradedValue,
      trades,
      rebalances,
      meanHoldingSessions,
      minCash: book.minCash,
    });
  });
}
