import type { BacktestReport, CurvePoint } from '@evenkeel/domain/analysis';
import { markedCsv } from '../files/marked-csv';
import type { PriceOrigin } from '@evenkeel/report/pages';

const COLUMNS = [
  'date',
  'nav',
  'gross',
  'cash',
  'cost',
  'netDelta',
  'exposure',
] as const satisfies readonly (keyof CurvePoint)[];

/** The curve of a backtest as CSV, one row a session, numbers in full. */
export function curveCsv({ curve }: BacktestReport, prices: PriceOrigin): string {
  return markedCsv(
    COLUMNS,
    curve.map((point) => COLUMNS.map((column) => String(point[column]))),
    prices,
  );
}
