import type { DroppedSession, FullGrid, SweepCell } from '../backtest';
import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';
import type { HoldingTheory } from './variance-ratio';

/** The figures of one cell, net of costs; keys as in a backtest's report. All `null` where the portfolio was ruined. */
export interface CellFigures extends HoldingTheory {
  readonly totalReturn: number | null;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
  readonly turnover: number | null;
  /** Probability that the true Sharpe ratio is above what the best of all distinct runs shows by luck. */
  readonly dsr: number | null;
  readonly trades: number | null;
  readonly rebalances: number | null;
  readonly totalCost: number | null;
  /** Lowest cash at a close; below 0 is borrowed. */
  readonly minCash: number | null;
  /** Mean sessions from one trade of a pair to its next, or to the end of the run; time in cash is no holding. */
  readonly holdingSessions: number | null;
  /** Cells with the same number made the same trades: to the statistics they are one trial. */
  readonly run: number | null;
}

/** One cell of the grid with its figures. */
export interface SweptCell extends SweepCell, CellFigures {
  /** Why there are no figures: the portfolio came to nothing. */
  readonly error?: string | undefined;
}

/** A sweep with all its figures (docs/numbers.md, section 7). */
export interface SweepReport {
  readonly portfolio: string;
  readonly capital: number;
  readonly first: SessionDate;
  readonly last: SessionDate;
  readonly sessions: number;
  readonly droppedSessions: number;
  readonly dropped: readonly DroppedSession[];
  /** Symbols that are legs of more than one pair. */
  readonly sharedSymbols: readonly Ticker[];
  readonly grid: FullGrid;
  /** Distinct runs among the cells. */
  readonly trials: number;
  /** Annual Sharpe ratio that the best of as many distinct runs without skill is expected to show. */
  readonly expectedBestSharpe: number;
  /** Position in `cells` of the highest Sharpe ratio; `null` when no cell has one. */
  readonly best: number | null;
  /** Tolerance slowest, then check, scope, fill. */
  readonly cells: readonly SweptCell[];
}
