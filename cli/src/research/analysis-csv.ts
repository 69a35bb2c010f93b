import type { Analysis } from '@evenkeel/domain/analysis';
import { markedCsv } from '../files/marked-csv';
import type { PriceOrigin } from '@evenkeel/report/pages';

const HEADER = [
  'base',
  'inverse',
  'volatility',
  'correlation',
  'count',
  'mean',
  'sd',
  'sharpe',
  'q25',
  'median',
  'q75',
];

/** The regime cells of every pair as CSV, one row a cell; empty where a figure does not exist. */
export function analysisCsv({ pairs }: Analysis, prices: PriceOrigin): string {
  const rows = pairs.flatMap(({ base, inverse, cells }) =>
    cells.map(({ volatility, correlation, count, mean, sd, sharpe, quartiles }) =>
      [base, inverse, volatility, correlation, count, mean, sd, sharpe, ...quartiles].map((value) =>
        String(value ?? ''),
      ),
    ),
  );
  return markedCsv(HEADER, rows, prices);
}
