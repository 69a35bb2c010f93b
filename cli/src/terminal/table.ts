/** One column: its heading and on which side its cells stand. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
}

const COLOUR_CODE = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/**
 * A plain table: headings, a rule, one line a row; two spaces between columns. Cells may carry colour codes.
 * A row may have fewer cells than there are columns.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) =>
    Math.max(column.heading.length, ...rows.map((row) => visibleLength(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, i) => pad(cells[i] ?? '', widths[i] ?? 0, column.align))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map((column) => column.heading)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.map((row) => line(row)),
  ];
}

/** Length on screen, without colour codes. */
export function visibleLength(text: string): number {
  return text.replace(COLOUR_CODE, '').length;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return align === 'left' ? text + space : space + text;
}
