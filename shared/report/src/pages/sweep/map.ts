import type { SweepReport, SweptCell } from '@evenkeel/domain/analysis';
import { cellsPerTolerance, type SweepCell } from '@evenkeel/domain/backtest';
import { count, ratio, tolerance } from '../../formats/numbers';
import type { HeatCell, HeatMap } from '../../model/content';
import { paragraph } from '../../model/make';
import type { Block } from '../../model/page';

/** More rows than this are thinned out; the JSON has them all. */
const MOST_ROWS = 40;

/** The Sharpe ratio of every cell, a tolerance a row, with what the marks in it mean. */
export function mapBlock(report: SweepReport): Block {
  const rows = shownRows(report);
  return {
    contents: [mapOf(report, rows), ...legend(report, rows.length).map((line) => paragraph(line, 'faint'))],
  };
}

/** How many other cells show the Sharpe ratio of the best. */
export function equalToBest(cells: readonly SweptCell[], best: number | null): number {
  const sharpe = best === null ? null : cells[best]?.sharpe;
  return sharpe === null ? 0 : cells.filter((cell) => cell.sharpe === sharpe).length - 1;
}

function legend({ cells, grid, best }: SweepReport, rows: number): string[] {
  const equal = equalToBest(cells, best);
  const marks = `◆ highest Sharpe ratio${equal > 0 ? `, and ${count(equal)} equal ◇` : ''}`;
  return [
    ...(best === null ? [] : [marks]),
    ...(rows < grid.tolerance.length
      ? [`${count(rows)} of ${count(grid.tolerance.length)} tolerances shown; all in --json and --csv`]
      : []),
  ];
}

function mapOf({ grid, cells, best }: SweepReport, rows: readonly number[]): HeatMap {
  const perRow = cellsPerTolerance(grid);
  const highest = best === null ? null : cells[best]?.sharpe;
  const cell = (row: number, column: number): HeatCell => {
    const at = row * perRow + column;
    const swept = cells[at];
    if (swept?.error !== undefined) return { text: 'ruined', value: null, note: '', mark: '' };
    const sharpe = swept?.sharpe ?? null;
    const mark = at === best ? '◆' : sharpe !== null && sharpe === highest ? '◇' : '';
    return { text: ratio()(sharpe), value: sharpe, note: `VR ${ratio(2)(swept?.varianceRatio)}`, mark };
  };
  return {
    kind: 'heat-map',
    corner: 'tolerance',
    rows: rows.map((row) => tolerance(grid.tolerance[row])),
    columns: cells.slice(0, perRow).map((one) => columnName(one, grid)),
    cells: rows.map((row) => Array.from({ length: perRow }, (_, column) => cell(row, column))),
  };
}

/** All rows, or as many evenly spread ones as a screen takes, the best among them. */
function shownRows({ grid, best }: SweepReport): number[] {
  const rows = grid.tolerance.length;
  if (rows <= MOST_ROWS) return Array.from({ length: rows }, (_, row) => row);
  const spread = Array.from({ length: MOST_ROWS }, (_, i) => Math.round((i * (rows - 1)) / (MOST_ROWS - 1)));
  const shown = best === null ? spread : [...spread, Math.floor(best / cellsPerTolerance(grid))];
  return [...new Set(shown)].sort((a, b) => a - b);
}

/** Names what differs between columns; the check at least. */
function columnName({ check, scope, fill }: SweepCell, grid: SweepReport['grid']): string {
  return [check, ...(grid.scope.length > 1 ? [scope] : []), ...(grid.fill.length > 1 ? [fill] : [])].join(' ');
}
