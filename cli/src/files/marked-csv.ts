import type { PriceOrigin } from '@evenkeel/report/pages';

/** The last column of a file of synthetic prices, so that its rows say so wherever they are taken. */
const MARK = { column: 'source', value: 'synthetic' };

/** Rows as CSV under their header; where the prices are synthetic, with a last column `source` that says so in every row. */
export function markedCsv(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { synthetic }: PriceOrigin,
): string {
  const marked = (cells: readonly string[], mark: string) => [...cells, ...(synthetic ? [mark] : [])].join(',');
  return [marked(header, MARK.column), ...rows.map((row) => marked(row, MARK.value)), ''].join('\n');
}
