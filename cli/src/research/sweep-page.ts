import type { SweepCell } from '@evenkeel/domain/backtest';
import { figures, tableLines, words } from '../terminal/table';
import { pageOf } from './layout/blocks';
import { change, count, counted, percent, ratio } from './layout/figures';
import { heatMapLines, type HeatCell } from './layout/heat-map';
import { wrapped } from './layout/wrapped';
import type { SweepReport, SweptCell } from './sweep-report';
import { syntheticNotice, type Page, type PriceOrigin } from './layout/page';

/** More rows than this are thinned out; the JSON has them all. */
const MOST_ROWS = 40;
/** How many of the best cells are listed with all figures. */
const LISTED = 8;

/** The lines of a sweep for a person: the map, the best cells, and what is left of the best. */
export function sweepPage(report: SweepReport, prices: PriceOrigin, { width, ink }: Page): string[] {
  const { cells, best } = report;
  const title = `${report.portfolio}  ${report.first} to ${report.last}  ${counted(report.sessions, 'session')}  ${counted(cells.length, 'cell')}`;
  const blocks = [
    { title: 'The best cells, net', lines: rankedLines(report) },
    { title: 'What is left of the best', lines: verdict(report).flatMap((line) => wrapped(line, width)) },
  ];
  return [
    ink.paint('bold', title),
    ...syntheticNotice(prices, ink),
    ink.paint('dim', `prices: ${prices.origin}; ${counted(report.droppedSessions, 'session')} left out for want of a bar`),
    '',
    ...wrapped(
      'Sharpe ratio, net. Beside it VR: the variance ratio of the base legs at the cell\'s mean holding period; above 1 theory pays for waiting, below 1 it charges.',
      width,
    ),
    '',
    ...heatMapLines(mapOf(report), width, ink),
    ...(best === null ? [] : [ink.paint('dim', '◆ highest Sharpe ratio')]),
    '',
    ...pageOf(blocks, width, ink),
  ];
}

function mapOf({ grid, cells, best }: SweepReport) {
  const perRow = grid.check.length * grid.scope.length * grid.fill.length;
  const rows = shownRows(grid.tolerance.length, best === null ? null : Math.floor(best / perRow));
  const cell = (row: number, column: number): HeatCell => {
    const at = row * perRow + column;
    const swept = cells[at];
    return { text: ratio()(swept?.sharpe), value: swept?.sharpe ?? null, note: `VR ${ratio(2)(swept?.varianceRatio)}`, best: at === best };
  };
  return {
    corner: 'tolerance',
    rows: rows.map((row) => tolerance(grid.tolerance[row])),
    columns: cells.slice(0, perRow).map((one) => columnName(one, grid)),
    cells: rows.map((row) => Array.from({ length: perRow }, (_, column) => cell(row, column))),
  };
}

/** All rows, or as many evenly spread ones as a screen takes, the best among them. */
function shownRows(rows: number, best: number | null): number[] {
  if (rows <= MOST_ROWS) return Array.from({ length: rows }, (_, row) => row);
  const spread = Array.from({ length: MOST_ROWS }, (_, i) => Math.round((i * (rows - 1)) / (MOST_ROWS - 1)));
  return [...new Set(best === null ? spread : [...spread, best])].sort((a, b) => a - b);
}

/** Names what differs between columns; the check at least. */
function columnName({ check, scope, fill }: SweepCell, grid: SweepReport['grid']): string {
  return [check, ...(grid.scope.length > 1 ? [scope] : []), ...(grid.fill.length > 1 ? [fill] : [])].join(' ');
}

function rankedLines({ cells, grid }: SweepReport): string[] {
  const ranked = cells.filter((cell) => cell.sharpe !== null).sort((a, b) => (b.sharpe ?? 0) - (a.sharpe ?? 0));
  const varied = (['check', 'scope', 'fill'] as const).filter((axis, at) => at === 0 || grid[axis].length > 1);
  const numbers = ['Sharpe', 'annual', 'drawdown', 'turnover', 'rebalances', 'sessions held', 'VR', 'theory', 'dsr'];
  const columns = [words('tolerance'), ...varied.map(words), ...numbers.map(figures)];
  const rows = ranked.slice(0, LISTED).map((cell) => [tolerance(cell.tolerance), ...varied.map((axis) => cell[axis]), ...figuresOf(cell)]);
  return [...tableLines(columns, rows, 'compact'), 'annual, turnover and theory are a year; theory is what waiting that long should earn a pair, before costs'];
}

function figuresOf(cell: SweptCell): string[] {
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

function verdict({ cells, best, expectedBestSharpe }: SweepReport): string[] {
  const cell = best === null ? undefined : cells[best];
  if (cell === undefined) return ['No cell has a Sharpe ratio: nothing moved.'];
  return [
    `The best of ${counted(cells.length, 'cell')} shows a Sharpe ratio of ${ratio()(cell.sharpe)}. The best of as many without any skill, ` +
      `spread as these are, would show ${ratio()(expectedBestSharpe)}.`,
    `Deflated: ${percent(1)(cell.dsr)} probability that its true Sharpe ratio is above that (dsr).`,
  ];
}

/** Tolerances differ in the third digit at times. */
function tolerance(value: number | undefined): string {
  return value === undefined ? '' : `${Number((value * 100).toPrecision(6))} %`;
}
