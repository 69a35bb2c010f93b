import type { HeatCell, HeatMap } from '../model/content';
import { visibleLength } from './cells';
import { heat, unheated, type Painter } from './painter';
import { pad, widest } from './table';
import { wrapped } from './wrapped';

const GAP = '  ';

/**
 * A heat map in lines. Columns that do not fit into `width` go into a further map below the first; where one alone
 * does not, its notes are left out and its name is broken. Without colour a shade stands before each cell in its place.
 */
export function heatMapLines(map: HeatMap, width: number, painter: Painter): string[] {
  const all = map.cells.flat();
  const level = levelIn(all);
  const nameWidth = widest([map.corner, ...map.rows]);
  const textWidth = widest(all.map(({ text }) => text)) + 2;
  const shadeWidth = visibleLength(unheated(painter, ''));
  const bare = shadeWidth + textWidth;
  const room = width - nameWidth - GAP.length;
  const notes = widest(all.map(({ note }) => note));
  const noteWidth = notes > 0 && bare + 1 + notes <= room ? notes : 0;
  const body = noteWidth > 0 ? bare + 1 + noteWidth : bare;
  const cellWidth = Math.max(body, Math.min(widest(map.columns), room));

  const printed = ({ text, mark, note, value }: HeatCell): string => {
    const framed = pad(`${pad(mark, 1)}${text} `, textWidth, 'right');
    const shaded = value === null ? unheated(painter, framed) : heat(painter, framed, level(value));
    const noted = noteWidth > 0 ? `${shaded} ${painter.paint('dim', pad(note, noteWidth, 'right'))}` : shaded;
    return pad(noted, cellWidth);
  };

  const perMap = Math.max(1, Math.floor((width - nameWidth) / (cellWidth + GAP.length)));
  const lines: string[] = [];
  for (let first = 0; first < map.columns.length; first += perMap) {
    if (first > 0) lines.push('');
    lines.push(...headingLines(map, first, perMap, { nameWidth, cellWidth }));
    map.cells.forEach((row, at) => {
      const cells = row.slice(first, first + perMap).map(printed);
      lines.push([pad(map.rows[at] ?? '', nameWidth, 'right'), ...cells].join(GAP).trimEnd());
    });
  }
  return lines;
}

/** The names of the columns of one map, in as many lines as the longest needs. */
function headingLines(
  { corner, columns }: HeatMap,
  first: number,
  count: number,
  { nameWidth, cellWidth }: { readonly nameWidth: number; readonly cellWidth: number },
): string[] {
  const names = columns.slice(first, first + count).map((name) => wrapped(name, cellWidth));
  const height = Math.max(...names.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    [pad(at === 0 ? corner : '', nameWidth), ...names.map((lines) => pad(lines[at] ?? '', cellWidth))]
      .join(GAP)
      .trimEnd(),
  );
}

/** Where a value lies between the lowest and the highest of the map, from 0 to 1. */
function levelIn(cells: readonly HeatCell[]): (value: number) => number {
  const values = cells.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(...values);
  const spread = Math.max(...values) - low;
  return (value) => (spread > 0 ? (value - low) / spread : 0.5);
}
