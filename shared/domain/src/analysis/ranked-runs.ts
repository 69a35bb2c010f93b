import { cellsPerTolerance } from '../backtest';
import type { SweepReport, SweptCell } from './sweep-model';

/** One distinct run among the cells of a sweep. */
export interface RankedRun {
  /** The first cell that made it. */
  readonly cell: SweptCell;
  /** The last of the adjacent tolerances that made it too, all else being equal. */
  readonly until: number;
  /** Cells elsewhere in the grid that made it as well. */
  readonly elsewhere: number;
}

/** The distinct runs of a sweep that have a Sharpe ratio, the highest first. */
export function rankedRuns({ cells, grid }: Pick<SweepReport, 'cells' | 'grid'>): RankedRun[] {
  const perRow = cellsPerTolerance(grid);
  const byRun = new Map<number, number[]>();
  cells.forEach(({ run, sharpe }, at) => {
    if (run === null || sharpe === null) return;
    const others = byRun.get(run);
    if (others) others.push(at);
    else byRun.set(run, [at]);
  });
  return [...byRun.values()]
    .flatMap((positions) => runOf(positions, cells, perRow))
    .sort((a, b) => (b.cell.sharpe ?? 0) - (a.cell.sharpe ?? 0));
}

function runOf(positions: readonly number[], cells: readonly SweptCell[], perRow: number): RankedRun[] {
  const first = positions[0] ?? 0;
  const cell = cells[first];
  if (cell === undefined) return [];
  const same = new Set(positions);
  let last = first;
  while (same.has(last + perRow)) last += perRow;
  const adjacent = (last - first) / perRow + 1;
  return [{ cell, until: cells[last]?.tolerance ?? cell.tolerance, elsewhere: positions.length - adjacent }];
}
