import { markedCsv } from '../files/marked-csv';
import type { PriceOrigin } from '@evenkeel/report/pages';
import type { SweepReport, SweptCell } from '@evenkeel/domain/analysis';

const COLUMNS = [
  'tolerance',
  'check',
  'scope',
  'fill',
  'totalReturn',
  'cagr',
  'volatility',
  'sharpe',
  'maxDrawdown',
  'turnover',
  'dsr',
  'trades',
  'rebalances',
  'totalCost',
  'minCash',
  'holdingSessions',
  'varianceRatio',
  'expectedGain',
  'run',
] as const satisfies readonly (keyof SweptCell)[];

/** The cells of a sweep as CSV, numbers in full; empty where a figure does not exist, as in a whole row of a ruined cell. */
export function sweepCsv({ cells }: SweepReport, prices: PriceOrigin): string {
  return markedCsv(
    COLUMNS,
    cells.map((cell) => COLUMNS.map((column) => String(cell[column] ?? ''))),
    prices,
  );
}
