import { visibleLength } from './cells';

export { visibleLength } from './cells';

/** One column: its heading and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

/** A column of names. */
export const words = (heading: string): Column => ({ heading, align: 'left' });

/** A column of figures. */
export const figures = (heading: string): Column => ({ heading, align: 'right' });

/**
 * A plain table: headings, a rule, one line a row; `gap` spaces between columns. Cells may carry colour codes.
 * A row may have fewer cells than there are columns. `compact` leaves the rule out, and the headings too
 * where all are empty.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: 'ruled' | 'compact' = 'ruled',
  gap = 2,
): string[] {
  const widths = columns.map((column, i) =>
    Math.max(visibleLength(column.heading), ...rows.map((row) => visibleLength(row[i] ?? ''))),
  );
  const space = ' '.repeat(gap);
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align))
      .join(space)
      .trimEnd();
  const headings = columns.map((column) => column.heading);
  const ruled = look === 'ruled';
  return [
    ...(ruled || headings.some((heading) => heading !== '') ? [line(headings)] : []),
    ...(ruled ? [widths.map((width) => '─'.repeat(width)).join(space)] : []),
    ...rows.map((row) => line(row)),
  ];
}

/** `text` filled with blanks to `width` cells on screen; longer text is left as it is. */
export function pad(text: string, width: number, align: Column['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return align === 'left' ? text + space : space + text;
}
