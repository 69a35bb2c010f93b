import { pad, visibleLength } from '../../terminal/table';
import { fittedTable, widest, type FittedColumn } from './fitted-table';
import type { Ink } from './ink';
import { wrapped } from './wrapped';

/** A titled part of a page. */
export interface Block {
  readonly title: string;
  /** What stands under the title, in lines of at most `width` cells. */
  lines(width: number): readonly string[];
}

const GUTTER = 4;
/** Notes under a narrow table may be this wide. */
const NOTE_WIDTH = 48;

/** A block of one table, with notes below it. */
export function tableBlock(
  title: string,
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  { notes = [], pinned = 1 }: { notes?: readonly string[]; pinned?: number } = {},
): Block {
  return {
    title,
    lines: (width) => {
      const table = fittedTable(columns, rows, width, pinned);
      return [
        ...table,
        ...notes.flatMap((note) => wrapped(note, Math.min(width, Math.max(widest(table), NOTE_WIDTH)))),
      ];
    },
  };
}

/** A block of running text. */
export function textBlock(title: string, paragraphs: readonly string[]): Block {
  return { title, lines: (width) => paragraphs.flatMap((text) => wrapped(text, width)) };
}

interface Laid {
  readonly title: readonly string[];
  readonly lines: readonly string[];
  readonly width: number;
}

/**
 * Lays blocks out under their titles: beside one another, in order, as long as a row fits into
 * `width` cells, then in the next row. Empty blocks are left out.
 */
export function pageOf(blocks: readonly Block[], width: number, ink: Ink): string[] {
  const lines: string[] = [];
  for (const row of rowsOf(
    blocks.map((block) => laid(block, width)).filter((block) => block.lines.length > 0),
    width,
  )) {
    const columns = row.map((block) => framed(block, ink));
    const height = Math.max(...columns.map((column) => column.length));
    for (let at = 0; at < height; at += 1) {
      lines.push(
        columns
          .map((column, i) => pad(column[at] ?? '', (row[i]?.width ?? 0) + GUTTER))
          .join('')
          .trimEnd(),
      );
    }
    lines.push('');
  }
  return lines;
}

function laid(block: Block, width: number): Laid {
  const title = wrapped(block.title, width);
  const lines = block.lines(width);
  return { title, lines, width: widest([...title, ...lines]) };
}

function rowsOf(blocks: readonly Laid[], width: number): Laid[][] {
  const rows: Laid[][] = [];
  let used = 0;
  for (const block of blocks) {
    const row = rows.at(-1);
    if (row && used + GUTTER + block.width <= width) {
      row.push(block);
      used += GUTTER + block.width;
    } else {
      rows.push([block]);
      used = block.width;
    }
  }
  return rows;
}

function framed({ title, lines, width }: Laid, ink: Ink): string[] {
  const last = title.at(-1) ?? '';
  const rule = '─'.repeat(Math.max(0, width - visibleLength(last) - 1));
  return [
    ...title.slice(0, -1).map((line) => ink.paint('bold', line)),
    rule === '' ? ink.paint('bold', last) : `${ink.paint('bold', last)} ${ink.paint('dim', rule)}`,
    ...lines,
  ];
}
