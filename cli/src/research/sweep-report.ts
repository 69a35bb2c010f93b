import { AppError } from '@evenkeel/domain';
import { basicMetrics, deflatedSharpe, expectedBestSharpe } from '@evenkeel/domain/analysis';
import { sweep, type Panel, type SweepCell } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { totalReturnIndex } from '@evenkeel/domain/prices';
import { SESSIONS_A_YEAR } from '@evenkeel/domain/statistics';
import type { FullGrid } from './grid';
import type { LoadedPrices } from './prices';
import type { Study } from './study';
import { holdingTheory, type HoldingTheory } from './variance-ratio';

/** One cell of the grid with its figures, net of costs; keys as in a backtest's report. */
export interface SweptCell extends SweepCell, HoldingTheory {
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number;
  readonly turnover: number | null;
  /** Probability that the true Sharpe ratio is above what the best of all cells shows by luck. */
  readonly dsr: number | null;
  readonly trades: number;
  readonly rebalances: number;
  readonly totalCost: number;
  /** Mean sessions from one trade of a pair to its next, or to the end of the run. */
  readonly holdingSessions: number | null;
}

/** What `sweep --json` prints. */
export interface SweepReport {
  readonly portfolio: string;
  readonly first: SessionDate;
  readonly last: SessionDate;
  readonly sessions: number;
  readonly droppedSessions: number;
  readonly grid: FullGrid;
  /** Annual Sharpe ratio that the best of as many cells without skill is expected to show. */
  readonly expectedBestSharpe: number;
  /** Position in `cells` of the highest Sharpe ratio; `null` when no cell has one. */
  readonly best: number | null;
  /** Tolerance slowest, then check, scope, fill. */
  readonly cells: readonly SweptCell[];
}

/** Runs every cell and puts beside each what theory says of its holding period. */
export function sweepReport({ portfolio, panel, riskFree, prices }: Study, grid: FullGrid): SweepReport {
  const [first, last] = [panel.sessions.at(0), panel.sessions.at(-1)];
  if (first === undefined || last === undefined) throw new AppError('bad-data', 'sweep: the range has no session');
  const theory = pairTheory(panel, prices, last);
  const swept = sweep(portfolio, panel, grid, (cell, { capital, nav, tradedValue, ...counts }) => ({
    cell,
    counts,
    metrics: basicMetrics(nav, capital, { tradedValue, riskFree }),
  }));
  const expectedBest = expectedBestSharpe(Float64Array.from(swept, ({ metrics }) => metrics.shape.sharpe ?? Number.NaN));
  const cells = swept.map(({ cell, counts, metrics: { shape, ...metrics } }): SweptCell => {
    const holding = holdingSessions(panel, cell, counts.trades);
    const expected = holding === null ? NO_THEORY : theory(holding);
    return { ...cell, ...metrics, dsr: deflatedSharpe(shape, expectedBest), ...counts, holdingSessions: holding, ...expected };
  });
  return {
    portfolio: portfolio.name,
    first,
    last,
    sessions: panel.sessions.length,
    droppedSessions: panel.droppedSessions,
    grid,
    expectedBestSharpe: expectedBest * Math.sqrt(SESSIONS_A_YEAR),
    best: bestOf(cells),
    cells,
  };
}

const NO_THEORY: HoldingTheory = { varianceRatio: null, expectedGain: null };

/**
 * Theory averaged over the pairs, each with its base and its latest ratio. It looks at all the history
 * of a base up to the run's end: holding periods as long as the run need more than the run to judge.
 */
function pairTheory({ pairs }: Panel, { series }: LoadedPrices, last: SessionDate): (holding: number) => HoldingTheory {
  const ofPair = pairs.map(({ base, ratio }) => {
    const history = series.get(base.ticker);
    const until = history?.sessions.indexOf(last) ?? -1;
    const ask = holdingTheory(history === undefined ? base.close : totalReturnIndex(history).close.subarray(0, until + 1));
    return (holding: number) => ask(holding, ratio.at(-1) ?? 1);
  });
  return (holding) => {
    const answers = ofPair.map((ask) => ask(holding));
    return { varianceRatio: meanOf(answers.map((a) => a.varianceRatio)), expectedGain: meanOf(answers.map((a) => a.expectedGain)) };
  };
}

/** Every trade of a pair has two legs and begins a spell; the first begins with the purchase. */
function holdingSessions({ pairs, sessions }: Panel, { fill }: SweepCell, trades: number): number | null {
  const bought = fill === 'close' ? 0 : 1;
  return trades === 0 ? null : (pairs.length * (sessions.length - 1 - bought)) / Math.max(pairs.length, trades / 2);
}

function bestOf(cells: readonly SweptCell[]): number | null {
  let best: number | null = null;
  let highest = -Infinity;
  cells.forEach(({ sharpe }, at) => {
    if (sharpe === null || sharpe <= highest) return;
    [best, highest] = [at, sharpe];
  });
  return best;
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum / values.length;
}
