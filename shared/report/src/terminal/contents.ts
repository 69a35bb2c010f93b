import type { Content, Figures, Table } from '../model/content';
import { figureColumn, nameColumn, table, textColumn } from '../model/make';
import { visibleLength } from './cells';
import { curveLines } from './curves';
import { fittedTable } from './fitted-table';
import { heatMapLines } from './heat-map';
import { toned, type Painter } from './painter';
import { sparkline } from './sparkline';
import { wrapped, wrappedText } from './wrapped';

/** What a page is printed on. */
export interface Screen {
  /** Columns. */
  readonly width: number;
  readonly painter: Painter;
}

/** A course of figures says no more in a longer line. */
const SPARKLINE_WIDTH = 50;

/** One content of a block in lines of at most the screen's width. */
export function contentLines(content: Content, { width, painter }: Screen): string[] {
  switch (content.kind) {
    case 'table':
      return fittedTable(content, width, painter);
    case 'figures':
      return content.inline ? inlineLines(content, width, painter) : fittedTable(tableOf(content), width, painter);
    case 'text':
      return wrappedText(content.text, width, painter, content.tone);
    case 'list':
      return content.items.flatMap((item) => wrapped(item, width - INDENT.length).map((line) => INDENT + line));
    case 'curves':
      return curveLines(content, width, painter);
    case 'sparkline':
      return [sparkline(content.values, Math.min(SPARKLINE_WIDTH, width))];
    case 'heat-map':
      return heatMapLines(content, width, painter);
  }
}

const INDENT = '  ';

function tableOf({ figures }: Figures): Table {
  const noted = figures.some(({ note }) => note !== undefined);
  const columns = [nameColumn(''), figureColumn(''), ...(noted ? [textColumn('')] : [])];
  return table(
    columns,
    figures.map(({ label, cell, note }) => [label, cell, ...(noted ? [note ?? ''] : [])]),
  );
}

/** Between figures that stand one behind another. */
const APART = '   ';

/** Figures one behind another, broken between them. */
function inlineLines({ figures }: Figures, width: number, painter: Painter): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const { label, cell } of figures) {
    const length = visibleLength(label) + 1 + visibleLength(cell.text);
    const piece = `${label} ${toned(painter, cell.tone, cell.text)}`;
    if (lines.length > 0 && used + APART.length + length <= width) {
      lines.push(`${lines.pop() ?? ''}${APART}${piece}`);
      used += APART.length + length;
    } else {
      lines.push(...(length <= width ? [piece] : wrappedText([label, cell], width, painter)));
      used = Math.min(length, width);
    }
  }
  return lines;
}
