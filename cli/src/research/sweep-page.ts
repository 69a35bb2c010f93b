import { rankedRuns, type RankedRun, type SweepReport, type SweptCell } from '@evenkeel/domain/analysis';
import { cellsPerTolerance, type SweepCell } from '@evenkeel/domain/backtest';
import { pageOf, tableBlock, textBlock, type Block } from './layout/blocks';
import {
  cashNotice,
  cellName,
  change,
  count,
  counted,
  percent,
  ratio,
  sharedNotice,
  shortRunNotice,
  tolerance,
} from '@evenkeel/report';
import { figuresOf, wordsOf } from './layout/fitted-table';
import { heatMapLines, type HeatCell, type HeatMap } from './layout/heat-map';
import { noticeLines } from './layout/notice-lines';
import { syntheticNotice, type Page } from './layout/page';
import { wrapped } from './layout/wrapped';
import type { Background } from './tearsheet/background';

/** More rows than this are thinned out; the JSON has them all. */
const MOST_ROWS = 40;
/** How many of the best runs are listed with all figures. */
const LISTED = 8;

/** The lines of a sweep for a person: the map, the best runs, and what is left of the best. */
export function sweepPage(
  report: SweepReport,
  background: Pick<Background, 'prices' | 'riskFree' | 'oddities'>,
  page: Page,
): string[] {
  const { width, ink } = page;
  const { cells } = report;
  const title = `${report.portfolio}  ${report.first} to ${report.last}  ${counted(report.sessions, 'session')}  ${counted(cells.length, 'cell')}`;
  const rows = shownRows(report);
  const paragraph = (text: string) => wrapped(text, width);
  return [
    ...paragraph(title).map((line) => ink.paint('bold', line)),
    ...syntheticNotice(background.prices, ink),
    ...paragraph(`prices: ${background.prices.origin}; ${background.riskFree}`).map((line) => ink.paint('dim', line)),
    '',
    ...noticeLines(
      [
        ...background.oddities,
        ...sharedNotice(report.sharedSymbols),
        ...ruinNotice(cells),
        ...borrowNotice(report),
        ...shortRunNotice(report.sessions),
      ],
      page,
    ),
    ...paragraph(
      "Sharpe ratio, net. Beside it VR: the variance ratio of the base legs at the cell's mean holding period; above 1 theory pays for waiting, below 1 it charges.",
    ),
    '',
    ...heatMapLines(mapOf(report, rows), width, ink),
    ...legend(report, rows.length)
      .flatMap(paragraph)
      .map((line) => ink.paint('dim', line)),
    '',
    ...pageOf([rankedBlock(report), textBlock('What is left of the best', verdict(report))], width, ink),
  ];
}

function ruinNotice(cells: readonly SweptCell[]): string[] {
  const ruined = cells.filter(({ error }) => error !== undefined);
  const [first] = ruined;
  if (first === undefined) return [];
  const what = `${count(ruined.length)} of ${counted(cells.length, 'cell')} came to nothing`;
  return [`${what}, marked ruined${ruined.length > 1 ? '; the first' : ''}: ${cellName(first)}: ${first.error ?? ''}`];
}

function borrowNotice({ cells, capital }: SweepReport): string[] {
  const borrowing = cells.filter(({ minCash }) => cashNotice(minCash ?? 0, capital, '').length > 0);
  const [first, ...others] = borrowing;
  if (first === undefined) return [];
  const deepest = others.reduce((low, cell) => ((cell.minCash ?? 0) < (low.minCash ?? 0) ? cell : low), first);
  return cashNotice(
    deepest.minCash ?? 0,
    capital,
    `in ${count(borrowing.length)} of ${counted(cells.length, 'cell')}, deepest at ${cellName(deepest)}`,
  );
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

function equalToBest(cells: readonly SweptCell[], best: number | null): number {
  const sharpe = best === null ? null : cells[best]?.sharpe;
  return sharpe === null ? 0 : cells.filter((cell) => cell.sharpe === sharpe).length - 1;
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
  return [...new Set(best === null ? spread : [...spread, Math.floor(best / cellsPerTolerance(grid))])].sort(
    (a, b) => a - b,
  );
}

/** Names what differs between columns; the check at least. */
function columnName({ check, scope, fill }: SweepCell, grid: SweepReport['grid']): string {
  return [check, ...(grid.scope.length > 1 ? [scope] : []), ...(grid.fill.length > 1 ? [fill] : [])].join(' ');
}

function rankedBlock(report: SweepReport): Block {
  const { grid } = report;
  const ranked = rankedRuns(report).slice(0, LISTED);
  const varied = (['check', 'scope', 'fill'] as const).filter((axis, at) => at === 0 || grid[axis].length > 1);
  const repeated = ranked.some(({ elsewhere }) => elsewhere > 0);
  const columns = [
    wordsOf('tolerance'),
    ...varied.map((axis) => wordsOf(axis)),
    figuresOf('Sharpe'),
    figuresOf('annual'),
    figuresOf('drawdown', 'drawd.'),
    figuresOf('turnover', 'turn.'),
    figuresOf('rebalances', 'rebal.'),
    figuresOf('sessions held', 'held'),
    figuresOf('VR'),
    figuresOf('theory'),
    figuresOf('dsr'),
    ...(repeated ? [figuresOf('as well')] : []),
  ];
  const rows = ranked.map((run) => [
    toleranceOf(run),
    ...varied.map((axis) => run.cell[axis]),
    ...cellFigures(run.cell),
    ...(repeated ? [run.elsewhere === 0 ? '' : `${count(run.elsewhere)} equal`] : []),
  ]);
  const notes = [
    'annual, turnover and theory are a year; theory is what waiting that long should earn a pair, before costs',
    ...(ranked.some(({ cell, until }) => until > cell.tolerance)
      ? ['a span of tolerances is one run: all of them make the same trades']
      : []),
  ];
  return tableBlock('The best cells, net', columns, rows, { notes, pinned: 1 + varied.length });
}

function toleranceOf({ cell, until }: RankedRun): string {
  return until > cell.tolerance ? `${tolerance(cell.tolerance)} to ${tolerance(until)}` : tolerance(cell.tolerance);
}

function cellFigures(cell: SweptCell): string[] {
  return [
    ratio()(cell.sharpe),
    change()(cell.cagr),
    percent()(cell.maxDrawdown),
    percent(1)(cell.turnover),
    count(cell.rebalances),
    ratio(1)(cell.holdingSessions),
    ratio(2)(cell.varianceRatio),
    change()(cell.expectedGain),
    percent(1)(cell.dsr),
  ];
}

function verdict({ cells, best, trials, expectedBestSharpe }: SweepReport): string[] {
  const cell = best === null ? undefined : cells[best];
  if (cell === undefined) return ['No cell has a Sharpe ratio: nothing moved.'];
  const equal = equalToBest(cells, best);
  return [
    `Deflated: ${percent(1)(cell.dsr)} probability that the best is more than the luckiest of ${counted(trials, 'distinct run')} (dsr).`,
    `The best of ${counted(cells.length, 'cell')} (${cellName(cell)}${equal > 0 ? `, and ${count(equal)} equal` : ''}) shows a Sharpe ratio of ` +
      `${ratio()(cell.sharpe)}. The best of as many distinct runs without any skill, spread as these are, would show ${ratio()(expectedBestSharpe)}.`,
  ];
}
