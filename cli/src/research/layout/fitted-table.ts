import { tableLines, visibleLength, type Column } from '../../terminal/table';

/** A column that may stand under a shorter heading where there is little room. */
export interface FittedColumn extends Column {
  readonly short?: string | undefined;
}

/** A column of figures; `short` stands in for the heading on narrow pages. */
export const figuresOf = (heading: string, short?: string): FittedColumn => ({ heading, short, align: 'right' });

/** A column of words; `short` stands in for the heading on narrow pages. */
export const wordsOf = (heading: string, short?: string): FittedColumn => ({ heading, short, align: 'left' });

/**
 * A compact table in lines of at most `width` cells, with no figure cut or left out. Where it is too wide
 * it takes shorter headings, then single spaces between columns, and then goes on below itself in parts
 * of about as many columns each, every part with the first `pinned` columns, which name the rows.
 */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
  pinned = 1,
): string[] {
  const short = columns.map((column) => ({ ...column, heading: column.short ?? column.heading }));
  for (const [headed, gap] of [
    [columns, 2],
    [short, 2],
    [short, 1],
  ] as const) {
    const lines = tableLines(headed, rows, 'compact', gap);
    if (widest(lines) <= width) return lines;
  }
  return partsOf(short, rows, width, pinned).flatMap((part, at) => {
    const lines = tableLines(
      pick(short, part),
      rows.map((row) => part.map((i) => row[i] ?? '')),
      'compact',
    );
    return at === 0 ? lines : ['', ...lines];
  });
}

/** Cells of the widest line. */
export function widest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, visibleLength(line)), 0);
}

/** The columns of each part, by position. */
function partsOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  pinned: number,
): number[][] {
  const widths = columns.map(({ heading }, i) => widest([heading, ...rows.map((row) => row[i] ?? '')]) + 2);
  const names = Array.from({ length: Math.min(pinned, columns.length) }, (_, i) => i);
  const named = names.reduce((sum, i) => sum + (widths[i] ?? 0), 0) - 2;
  const fitting = (most: number): number[][] => {
    const parts: number[][] = [];
    let room = 0;
    for (let i = names.length; i < columns.length; i += 1) {
      const needed = widths[i] ?? 0;
      const part = parts.at(-1);
      if (part === undefined || part.length === most || needed > room) {
        parts.push([i]);
        room = width - named;
      } else {
        part.push(i);
      }
      room -= needed;
    }
    return parts;
  };
  const fewest = fitting(columns.length).length;
  const even = fitting(Math.ceil((columns.length - names.length) / fewest));
  const parts = even.length === fewest ? even : fitting(columns.length);
  return parts.map((part) => [...names, ...part]);
}

function pick<Item>(items: readonly Item[], positions: readonly number[]): Item[] {
  return positions.flatMap((at) => items.slice(at, at + 1));
}
