import type { BacktestReport, CurvePoint } from '@evenkeel/domain/analysis';

const COLUMNS = ['date', 'nav', 'gross', 'cash', 'cost', 'netDelta', 'exposure'] as const satisfies readonly (keyof CurvePoint)[];

/** The curve of a backtest as CSV, one row a session, numbers in full. */
export function curveCsv({ curve }: BacktestReport): string {
  return [COLUMNS.join(','), ...curve.map((point) => COLUMNS.map((column) => String(point[column])).join(',')), ''].join('\n');
}
