import type { Curves } from '../model/content';
import { figureColumn, nameColumn, table } from '../model/make';
import { fittedTable } from './fitted-table';
import type { Painter } from './painter';
import { growthLine, sparkline } from './sparkline';
import { tableLines, widest } from './table';

/** Heads the drawings, which take what room the figures beside them leave, and no less than this. */
const SCALE = 'log scale';

const LOOK = { ruled: false, gap: 2 } as const;

/** A drawing a line with its figures beside it, or below where they would leave it no room. */
export function curveLines({ curves, headings }: Curves, width: number, painter: Painter): string[] {
  const drawings = [nameColumn(''), nameColumn(curves.some(({ scale }) => scale === 'log') ? SCALE : '')];
  const columns = [...drawings, ...headings.map((heading) => figureColumn(heading))];
  const drawn = (room: number): string[][] =>
    curves.map(({ name, values, scale }) => [
      name,
      scale === 'log' ? growthLine(values, room) : sparkline(values, room),
    ]);
  const whole = (room: number): string[] => {
    const rows = drawn(room).map((row, at) => [...row, ...(curves[at]?.figures ?? []).map(({ text }) => text)]);
    return tableLines(columns, rows, LOOK);
  };
  const room = width - widest(whole(1)) + SCALE.length;
  if (room >= SCALE.length) return whole(room);
  const names = widest(curves.map(({ name }) => name));
  const figures = curves.map(({ name, figures: cells }) => [name, ...cells]);
  return [
    ...tableLines(drawings, drawn(Math.max(SCALE.length, width - names - LOOK.gap)), LOOK),
    '',
    ...fittedTable(table([nameColumn(''), ...columns.slice(drawings.length)], figures), width, painter),
  ];
}
