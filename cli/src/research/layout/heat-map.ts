import type { Ink } from './ink';
import { padded } from './text-table';
import { visibleWidth } from './ink';

/** One cell: what it prints, how good it is, and a note printed faintly beside it. */
export interface HeatCell {
  readonly text: string;
  /** Decides the colour, from the lowest of the map to the highest; `null` is left uncoloured. */
  readonly value: number | null;
  readonly note: string;
  readonly best: boolean;
}

/** A grid of cells with a name for each row and each column. */
export interface HeatMap {
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `cells[row][column]`. */
  readonly cells: readonly (readonly HeatCell[])[];
}

const MARK = '◆';
const GAP = '  ';

/**
 * Lines of a heat map. Columns that do not fit into `width` go into a further map below the first.
 * The best cell carries a mark, so that it is found without colour too.
 */
export function heatMapLines(map: HeatMap, width: number, ink: Ink): string[] {
  const values = map.cells.flat().flatMap((cell) => (cell.value === null ? [] : [cell.value]));
  const low = Math.min(...values);
  const spread = Math.max(...values) - low;
  const level = (value: number) => (spread > 0 ? (value - low) / spread : 0.5);

  const nameWidth = Math.max(visibleWidth(map.corner), ...map.rows.map(visibleWidth));
  const all = map.cells.flat();
  const textWidth = Math.max(...all.map((cell) => visibleWidth(cell.text))) + 2;
  const noteWidth = Math.max(...all.map((cell) => visibleWidth(cell.note)));
  const bodyWidth = textWidth + (noteWidth > 0 ? 1 + noteWidth : 0);
  const cellWidth = Math.max(bodyWidth, ...map.columns.map(visibleWidth));

  const printed = (cell: HeatCell): string => {
    const text = padded(`${cell.best ? MARK : ' '}${cell.text} `, textWidth, 'right');
    const body = cell.value === null ? text : ink.heat(text, level(cell.value));
    return padded(noteWidth > 0 ? `${body} ${ink.dim(padded(cell.note, noteWidth, 'right'))}` : body, cellWidth);
  };

  const perMap = Math.max(1, Math.floor((width - nameWidth) / (cellWidth + GAP.length)));
  const lines: string[] = [];
  for (let first = 0; first < map.columns.length; first += perMap) {
    const shown = map.columns.slice(first, first + perMap);
    if (first > 0) lines.push('');
    lines.push([padded(map.corner, nameWidth), ...shown.map((name) => padded(name, cellWidth))].join(GAP).trimEnd());
    map.cells.forEach((row, at) => {
      const cells = row.slice(first, first + perMap).map(printed);
      lines.push([padded(map.rows[at] ?? '', nameWidth, 'right'), ...cells].join(GAP).trimEnd());
    });
  }
  return lines;
}
