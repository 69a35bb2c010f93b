import { pad, visibleLength } from '../../terminal/table';
import type { Ink } from './ink';

/** A titled part of a page. */
export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

const GUTTER = 4;

/**
 * Lays blocks out under their titles: beside one another, in order, as long as a row fits into
 * `width` columns, then in the next row. Empty blocks are left out.
 */
export function pageOf(blocks: readonly Block[], width: number, ink: Ink): string[] {
  const lines: string[] = [];
  for (const row of rowsOf(blocks.filter((block) => block.lines.length > 0), width)) {
    const columns = row.map((block) => framed(block, ink));
    const height = Math.max(...columns.map((column) => column.length));
    for (let at = 0; at < height; at += 1) {
      lines.push(
        columns
          .map((column, i) => pad(column[at] ?? '', widthOf(row[i]) + GUTTER))
          .join('')
          .trimEnd(),
      );
    }
    lines.push('');
  }
  return lines;
}

function rowsOf(blocks: readonly Block[], width: number): Block[][] {
  const rows: Block[][] = [];
  let used = 0;
  for (const block of blocks) {
    const needed = widthOf(block);
    const row = rows.at(-1);
    if (row && used + GUTTER + needed <= width) {
      row.push(block);
      used += GUTTER + needed;
    } else {
      rows.push([block]);
      used = needed;
    }
  }
  return rows;
}

function framed(block: Block, ink: Ink): string[] {
  const rule = '─'.repeat(Math.max(0, widthOf(block) - visibleLength(block.title) - 1));
  return [`${ink.paint('bold', block.title)} ${ink.paint('dim', rule)}`.trimEnd(), ...block.lines];
}

function widthOf(block: Block | undefined): number {
  return block ? Math.max(visibleLength(block.title), ...block.lines.map(visibleLength)) : 0;
}
