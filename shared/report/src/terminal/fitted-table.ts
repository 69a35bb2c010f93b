import { readable } from '../formats/readable';
import type { Cell, Column, Table } from '../model/content';
import { visibleLength } from './cells';
import { toned, type Painter } from './painter';
import { pad, tableLines, widest, type TableLook } from './table';
import { wrapped } from './wrapped';

/** A column of text is not made narrower than this. */
const LEAST_TEXT = 16;

/**
 * A table in lines of at most `width` cells, with no figure cut or left out: the one rule of this terminal for what
 * is too wide. It takes shorter headings, then single blanks between columns; text is broken into lines of its column;
 * then the table goes on below itself in parts of about as many columns each, every part with the pinned columns,
 * which name the rows; and where not even those leave room for another, each row becomes a list of its own. A line
 * is wider only where a single figure is.
 */
export function fittedTable(table: Table, width: number, painter: Painter): string[] {
  const { columns, pinned, ruled } = table;
  const rows = table.rows.map((row) => columns.map((_, i) => shownCell(row[i] ?? '')));
  const short = columns.map((column) => ({ ...column, heading: column.short ?? column.heading }));
  for (const [headed, gap] of [
    [columns, 2],
    [short, 2],
    [short, 1],
  ] as const) {
    const lines = linesWithin(headed, rows, width, { ruled, gap }, painter);
    if (lines !== undefined) return lines;
  }
  const parts = partsOf(short, rows, width, pinned);
  if (parts === undefined) return recordLines(short, rows, width, painter);
  return parts.flatMap((part, at) => {
    const within = part.flatMap((i) => short.slice(i, i + 1));
    const cells = rows.map((row) => part.flatMap((i) => row.slice(i, i + 1)));
    const lines = linesWithin(within, cells, width, { ruled, gap: 2 }, painter) ?? [];
    return at === 0 ? lines : ['', ...lines];
  });
}

function shownCell(cell: string | Cell): Cell {
  return typeof cell === 'string' ? { text: readable(cell) } : { text: readable(cell.text), tone: cell.tone };
}

/** The table as it is or with its text broken into lines; `undefined` where that is too wide. */
function linesWithin(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  look: TableLook,
  painter: Painter,
): string[] | undefined {
  const paintedRows = rows.map((row) => row.map(({ text, tone }) => toned(painter, tone, text)));
  const lines = tableLines(columns, paintedRows, look);
  if (widest(lines) <= width) return lines;
  const texts = columns.filter(({ kind }) => kind === 'text').length;
  const others = columns.map(({ kind }, i) => (kind === 'text' ? 0 : columnWidth(columns, rows, i)));
  const room = Math.floor((width - sum(others) - look.gap * (columns.length - 1)) / texts);
  if (texts === 0 || room < LEAST_TEXT) return undefined;
  const broken = rows.flatMap((row) => brokenRow(columns, row, room, painter));
  return tableLines(columns, broken, look);
}

/** A row of several lines, as many as its longest text needs. */
function brokenRow(columns: readonly Column[], row: readonly Cell[], room: number, painter: Painter): string[][] {
  const cells = row.map(({ text, tone }, i) =>
    (columns[i]?.kind === 'text' ? wrapped(text, room) : [text]).map((line) => toned(painter, tone, line)),
  );
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** The columns of each part by position; `undefined` where a column has no room beside those that name the rows. */
function partsOf(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  pinned: number,
): number[][] | undefined {
  const widths = columns.map(({ kind }, i) => {
    const natural = columnWidth(columns, rows, i);
    return (kind === 'text' ? Math.min(natural, LEAST_TEXT) : natural) + 2;
  });
  const names = Array.from({ length: Math.min(pinned, columns.length) }, (_, i) => i);
  const named = sum(names.map((i) => widths[i] ?? 0)) - 2;
  const others = widths.slice(names.length);
  if (others.length === 0 || others.some((needed) => needed > width - named)) return undefined;
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

/** Each row as a list of its own, heading beside cell, and under one another where that is too wide too. */
function recordLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  painter: Painter,
): string[] {
  const headingWidth = widest(columns.map(({ heading }) => heading));
  return rows.flatMap((row, at) => {
    const lines = columns.flatMap(({ heading, kind }, i) => {
      const { text, tone } = row[i] ?? { text: '' };
      if (text === '') return [];
      const paint = (line: string): string => toned(painter, tone, line);
      const named = heading === '' ? '' : `${pad(heading, headingWidth)}  `;
      if (visibleLength(named) + visibleLength(text) <= width) return [named + paint(text)];
      const below = kind === 'figure' ? [text] : wrapped(text, width);
      return [...wrapped(heading, width), ...below.map(paint)];
    });
    return at === 0 ? lines : ['', ...lines];
  });
}

function columnWidth(columns: readonly Column[], rows: readonly (readonly Cell[])[], i: number): number {
  return widest([columns[i]?.heading ?? '', ...rows.map((row) => row[i]?.text ?? '')]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
