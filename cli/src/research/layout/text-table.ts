import { visibleWidth } from './ink';

/** Where a column's text stands. */
export type Align = 'left' | 'right';

/** One column of a table. */
export interface Column {
  readonly heading: string;
  readonly align: Align;
}

const GAP = '  ';

/** A column of names. */
export const words = (heading: string): Column => ({ heading, align: 'left' });

/** A column of figures. */
export const figures = (heading: string): Column => ({ heading, align: 'right' });

/**
 * Lines of an aligned table, each column as wide as its widest cell. Headings are left out when all
 * are empty. Cells may hold colours.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const headings = columns.map((column) => column.heading);
  const printed = headings.some((heading) => heading !== '') ? [headings, ...rows] : rows;
  const widths = columns.map((_, at) => Math.max(0, ...printed.map((row) => visibleWidth(row[at] ?? ''))));
  return printed.map((row) =>
    columns
      .map((column, at) => padded(row[at] ?? '', widths[at] ?? 0, column.align))
      .join(GAP)
      .trimEnd(),
  );
}

/** `text` filled with blanks to `width` columns; longer text is left as it is. */
export function padded(text: string, width: number, align: Align = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - visibleWidth(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** `text` broken between words into lines of at most `width` columns. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && visibleWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
}
