import type { Column } from '../model/content';
import { visibleLength } from './cells';

/** How a table stands: with a rule under its headings or without, and how many blanks are between columns. */
export interface TableLook {
  readonly ruled: boolean;
  readonly gap: number;
}

/**
 * A table in lines: headings, a rule where it is ruled, one line a row. Cells may carry colour codes; a row may have
 * fewer cells than there are columns. Without a rule the headings are left out where all are empty.
 */
export function tableLines(
  columns: readonly Pick<Column, 'heading' | 'kind'>[],
  rows: readonly (readonly string[])[],
  { ruled, gap }: TableLook,
): string[] {
  const widths = columns.map(({ heading }, i) => widest([heading, ...rows.map((row) => row[i] ?? '')]));
  const space = ' '.repeat(gap);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ kind }, i) => pad(cells[i] ?? '', widths[i] ?? 0, kind === 'figure' ? 'right' : 'left'))
      .join(space)
      .trimEnd();
  const headings = columns.map(({ heading }) => heading);
  return [
    ...(ruled || headings.some((heading) => heading !== '') ? [line(headings)] : []),
    ...(ruled ? [widths.map((width) => '─'.repeat(width)).join(space)] : []),
    ...rows.map((row) => line(row)),
  ];
}

/** `text` filled with blanks to `width` cells on screen; longer text is left as it is. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return align === 'left' ? text + space : space + text;
}

/** Cells of the widest line. */
export function widest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, visibleLength(line)), 0);
}
