import { sweep, type FullGrid, type Panel, type SweepCell, type SweepOutcome } from '../backtest';
import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Portfolio } from '../portfolio';
import { totalReturnIndex, type Series, type Ticker } from '../prices';
import { SESSIONS_A_YEAR } from '../statistics';
import { basicMetrics, type BasicMetrics } from './basic-metrics';
import { deflatedSharpe, expectedBestSharpe } from './sharpe-probability';
import type { CellFigures, SweepReport, SweptCell } from './sweep-model';
import { holdingTheory, type HoldingTheory } from './variance-ratio';

type Counts = Pick<SweepOutcome, 'totalCost' | 'trades' | 'rebalances' | 'minCash'>;

interface Ran {
  readonly cell: SweepCell;
  readonly counts: Counts;
  /** Mean sessions of a holding. */
  readonly holding: number | null;
  readonly metrics: BasicMetrics;
}

interface Ruined {
  readonly cell: SweepCell;
  readonly error: string;
}

/** What a sweep runs on. */
export interface SweepInput {
  readonly portfolio: Portfolio;
  readonly panel: Panel;
  /** Risk-free rate of each session of the panel. */
  readonly riskFree: Float64Array;
  /** All there is of every symbol: theory looks at the history before the run too. */
  readonly series: ReadonlyMap<Ticker, Series>;
}

/**
 * Runs every cell and puts beside each what theory says of its holding period. A cell that comes to
 * nothing is kept with its reason, also where all of them do; runs that are the same count once among the trials.
 *
 * @param onCell is told each cell that is done
 * @throws AppError `bad-data` for a panel without sessions
 */
export function sweepReport(
  { portfolio, panel, riskFree, series }: SweepInput,
  grid: FullGrid,
  onCell: (cell: SweepCell) => void = () => undefined,
): SweepReport {
  const [first, last] = [panel.sessions.at(0), panel.sessions.at(-1)];
  if (first === undefined || last === undefined) throw new AppError('bad-data', 'sweep: the range has no session');
  const swept = sweep<Ran | Ruined>(
    portfolio,
    panel,
    grid,
    (cell, { capital, nav, tradedValue, meanHoldingSessions: holding, ...counts }) => {
      onCell(cell);
      return { cell, counts, holding, metrics: basicMetrics(nav, capital, { tradedValue, riskFree }) };
    },
    {
      ruined: (cell, error) => {
        onCell(cell);
        return { cell, error: error.message };
      },
    },
  );
  const ran = swept.filter((one): one is Ran => 'metrics' in one);
  const runs = numbered(ran);
  const trials = [...new Map(ran.map((one) => [runs.get(one), one.metrics.shape.sharpe ?? Number.NaN])).values()];
  const expectedBest = expectedBestSharpe(Float64Array.from(trials));
  const theory = pairTheory(panel, series, last);
  const cells = swept.map((one): SweptCell => {
    if ('error' in one) return { ...one.cell, ...NO_FIGURES, error: one.error };
    const { cell, counts, holding, metrics } = one;
    const { shape, ...figures } = metrics;
    const expected = holding === null ? NO_THEORY : theory(holding);
    return {
      ...cell,
      ...figures,
      dsr: deflatedSharpe(shape, expectedBest),
      ...counts,
      holdingSessions: holding,
      ...expected,
      run: runs.get(one) ?? null,
    };
  });
  return {
    portfolio: portfolio.name,
    capital: portfolio.capital,
    first,
    last,
    sessions: panel.sessions.length,
    droppedSessions: panel.droppedSessions,
    dropped: panel.dropped,
    sharedSymbols: panel.sharedSymbols,
    grid,
    trials: trials.length,
    expectedBestSharpe: expectedBest * Math.sqrt(SESSIONS_A_YEAR),
    best: bestOf(cells),
    cells,
  };
}

const NO_THEORY: HoldingTheory = { varianceRatio: null, expectedGain: null };

const NO_FIGURES: CellFigures = {
  ...NO_THEORY,
  totalReturn: null,
  cagr: null,
  volatility: null,
  sharpe: null,
  maxDrawdown: null,
  turnover: null,
  dsr: null,
  trades: null,
  rebalances: null,
  totalCost: null,
  minCash: null,
  holdingSessions: null,
  run: null,
};

/** The number of each cell's run: two cells that trade alike are alike in every figure, to the last bit. */
function numbered(ran: readonly Ran[]): Map<Ran, number> {
  const known = new Map<string, number>();
  return new Map(
    ran.map((one) => {
      const { metrics, counts } = one;
      const outcome = [
        metrics.totalReturn,
        metrics.volatility,
        metrics.sharpe,
        metrics.maxDrawdown,
        metrics.turnover,
        counts.trades,
        counts.rebalances,
        counts.totalCost,
      ];
      const key = outcome.join(' ');
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      return [one, number];
    }),
  );
}

/**
 * Theory averaged over the pairs, each with its base and its latest ratio. It looks at all the history
 * of a base up to the run's end: holding periods as long as the run need more than the run to judge.
 */
function pairTheory(
  { pairs }: Panel,
  series: ReadonlyMap<Ticker, Series>,
  last: SessionDate,
): (holding: number) => HoldingTheory {
  const ofPair = pairs.map(({ base, ratio }) => {
    const history = series.get(base.ticker);
    const until = history?.sessions.indexOf(last) ?? -1;
    const ask = holdingTheory(
      history === undefined ? base.close : totalReturnIndex(history).close.subarray(0, until + 1),
    );
    return (holding: number) => ask(holding, ratio.at(-1) ?? 1);
  });
  return (holding) => {
    const answers = ofPair.map((ask) => ask(holding));
    return {
      varianceRatio: meanOf(answers.map((a) => a.varianceRatio)),
      expectedGain: meanOf(answers.map((a) => a.expectedGain)),
    };
  };
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
