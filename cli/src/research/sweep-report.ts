import { AppError } from '@evenkeel/domain';
import {
  basicMetrics,
  deflatedSharpe,
  expectedBestSharpe,
  holdingTheory,
  type BasicMetrics,
  type HoldingTheory,
} from '@evenkeel/domain/analysis';
import { sweep, type Panel, type SweepCell, type SweepOutcome } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { isCalendar } from '@evenkeel/domain/portfolio';
import { totalReturnIndex } from '@evenkeel/domain/prices';
import { SESSIONS_A_YEAR } from '@evenkeel/domain/statistics';
import type { FullGrid } from './grid';
import { share } from './layout/figures';
import type { LoadedPrices } from '../files/prices';
import type { Study } from './study';
import type { CellFigures, SweepReport, SweptCell } from './sweep-model';

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

/**
 * Runs every cell and puts beside each what theory says of its holding period. A cell that comes to
 * nothing is kept with its reason; runs that are the same count once among the trials.
 *
 * @param onCell is told each cell that is done
 * @throws AppError `failed` when every cell comes to nothing
 */
export function sweepReport(
  { portfolio, panel, riskFree, prices }: Pick<Study, 'portfolio' | 'panel' | 'riskFree' | 'prices'>,
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
  requireSurvivor(ran, swept);
  const runs = numbered(ran);
  const trials = [...new Map(ran.map((one) => [runs.get(one), one.metrics.shape.sharpe ?? Number.NaN])).values()];
  const expectedBest = expectedBestSharpe(Float64Array.from(trials));
  const theory = pairTheory(panel, prices, last);
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
    source: prices.source,
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

/** A cell as messages call it. */
export function cellName({ tolerance, check, scope, fill }: SweepCell): string {
  const limit = isCalendar({ tolerance }) ? 'by the calendar' : `tolerance ${share(tolerance)}`;
  return `${limit}, ${check} check, scope ${scope}, fill ${fill}`;
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

function requireSurvivor(ran: readonly Ran[], swept: readonly (Ran | Ruined)[]): void {
  const [first] = swept;
  if (ran.length > 0 || first === undefined || !('error' in first)) return;
  const what = swept.length === 1 ? 'the only cell came to nothing' : `all ${swept.length} cells came to nothing`;
  throw new AppError('failed', `sweep: ${what}; ${cellName(first.cell)}: ${first.error}`);
}

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
function pairTheory({ pairs }: Panel, { series }: LoadedPrices, last: SessionDate): (holding: number) => HoldingTheory {
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
