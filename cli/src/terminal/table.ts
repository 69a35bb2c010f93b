/** One column: its heading and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

const COLOUR_CODE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** A column of names. */
export const words = (heading: string): Column => ({ heading, align: 'left' });

/** A column of figures. */
export const figures = (heading: string): Column => ({ heading, align: 'right' });

/**
 * A plain table: headings, a rule, one line a row; two spaces between columns. Cells may carry colour codes.
 * A row may have fewer cells than there are columns. `compact` leaves the rule out, and the headings too
 * where all are empty.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: 'ruled' | 'compact' = 'ruled',
): string[] {
  const widths = columns.map((column, i) =>
    Math.max(visibleLength(column.heading), ...rows.map((row) => visibleLength(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align))
      .join('  ')
      .trimEnd();
  const headings = columns.map((column) => column.heading);
  const ruled = look === 'ruled';
  return [
    ...(ruled || headings.some((heading) => heading !== '') ? [line(headings)] : []),
    ...(ruled ? [widths.map((width) => '─'.repeat(width)).join('  ')] : []),
    ...rows.map((row) => line(row)),
  ];
}

/** Length on screen, without colour codes. */
export function visibleLength(text: string): number {
  return text.replace(COLOUR_CODE, '').length;
}

/** `text` filled with blanks to `width` columns on screen; longer text is left as it is. */
export function pad(text: string, width: number, align: Column['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return align === 'left' ? text + space : space + text;
}
