import { pad, visibleLength } from '../../terminal/table';
import { heat, unheated, type Ink } from './ink';

/** One cell: what it prints, how good it is, and a note printed faintly beside it. */
export interface HeatCell {
  readonly text: string;
  /** Decides the colour, from the lowest of the map to the highest; `null` is left uncoloured. */
  readonly value: number | null;
  readonly note: string;
  /** One character before the text, `◆` for the best; empty for none. */
  readonly mark: string;
}

/** A grid of cells with a name for each row and each column. */
export interface HeatMap {
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `cells[row][column]`. */
  readonly cells: readonly (readonly HeatCell[])[];
}

const GAP = '  ';

/**
 * Lines of a heat map. Columns that do not fit into `width` go into a further map below the first.
 * Without colour a shade stands before each number in its place.
 */
export function heatMapLines(map: HeatMap, width: number, ink: Ink): string[] {
  const values = map.cells.flat().flatMap((cell) => (cell.value === null ? [] : [cell.value]));
  const low = Math.min(...values);
  const spread = Math.max(...values) - low;
  const level = (value: number) => (spread > 0 ? (value - low) / spread : 0.5);

  const nameWidth = Math.max(visibleLength(map.corner), ...map.rows.map(visibleLength));
  const all = map.cells.flat();
  const textWidth = Math.max(...all.map((cell) => visibleLength(cell.text))) + 2;
  const shadeWidth = visibleLength(unheated(ink, ''));
  const noteWidth = Math.max(...all.map((cell) => visibleLength(cell.note)));
  const bodyWidth = shadeWidth + textWidth + (noteWidth > 0 ? 1 + noteWidth : 0);
  const cellWidth = Math.max(bodyWidth, ...map.columns.map(visibleLength));

  const printed = (cell: HeatCell): string => {
    const text = pad(`${pad(cell.mark, 1)}${cell.text} `, textWidth, 'right');
    const body = cell.value === null ? unheated(ink, text) : heat(ink, text, level(cell.value));
    return pad(noteWidth > 0 ? `${body} ${ink.paint('dim', pad(cell.note, noteWidth, 'right'))}` : body, cellWidth);
  };

  const perMap = Math.max(1, Math.floor((width - nameWidth) / (cellWidth + GAP.length)));
  const lines: string[] = [];
  for (let first = 0; first < map.columns.length; first += perMap) {
    const shown = map.columns.slice(first, first + perMap);
    if (first > 0) lines.push('');
    lines.push([pad(map.corner, nameWidth), ...shown.map((name) => pad(name, cellWidth))].join(GAP).trimEnd());
    map.cells.forEach((row, at) => {
      const cells = row.slice(first, first + perMap).map(printed);
      lines.push([pad(map.rows[at] ?? '', nameWidth, 'right'), ...cells].join(GAP).trimEnd());
    });
  }
  return lines;
}
