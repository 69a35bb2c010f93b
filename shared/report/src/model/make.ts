import type { Figure } from '../formats/numbers';
import type { Cell, Column, Figures, List, NamedFigure, Paragraph, Table, Text, Tone } from './content';
import type { Block } from './page';

/** A column of figures; `short` stands in for the heading where there is little room. */
export const figureColumn = (heading: string, short?: string): Column => ({ kind: 'figure', heading, short });

/** A column of words that are not broken: names, dates, choices. */
export const nameColumn = (heading: string, short?: string): Column => ({ kind: 'name', heading, short });

/** A column of text, which may be broken into lines. */
export const textColumn = (heading: string, short?: string): Column => ({ kind: 'text', heading, short });

/** A figure as `format` prints it. */
export function cell<Value extends Figure>(value: Value, format: (value: Value) => string, tone?: Tone): Cell {
  return { text: format(value), value: value ?? null, ...(tone === undefined ? {} : { tone }) };
}

/** A table; `pinned` columns name its rows. */
export function table(
  columns: readonly Column[],
  rows: Table['rows'],
  { pinned = 1, ruled = false }: { pinned?: number; ruled?: boolean } = {},
): Table {
  return { kind: 'table', columns, rows, pinned, ruled };
}

/** Figures one below another. */
export function figures(named: readonly NamedFigure[]): Figures {
  return { kind: 'figures', figures: named, inline: false };
}

/** Figures one behind another. */
export function inlineFigures(named: readonly NamedFigure[]): Figures {
  return { kind: 'figures', figures: named, inline: true };
}

/** Running text. */
export function paragraph(text: Text, tone?: Tone): Paragraph {
  return { kind: 'text', text, ...(tone === undefined ? {} : { tone }) };
}

/** Items, none for an empty list. */
export function list(items: readonly string[]): List[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** A block of one table, with notes below it. */
export function tableBlock(
  title: string,
  columns: readonly Column[],
  rows: Table['rows'],
  { pinned = 1, notes = [] }: { pinned?: number; notes?: readonly string[] } = {},
): Block {
  return { title, contents: [table(columns, rows, { pinned }), ...notes.map((note) => paragraph(note))] };
}
