import { rankedRuns, type RankedRun, type SweepReport, type SweptCell } from '@evenkeel/domain/analysis';
import { span } from '../../formats/dates';
import { change, count, ratio, tolerance } from '../../formats/numbers';
import { METRICS } from '../../metrics';
import type { Cell } from '../../model/content';
import { cell, figureColumn, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

/** How many of the best runs are listed with all figures. */
const LISTED = 8;

/** The best distinct runs of a sweep, the highest Sharpe ratio first. */
export function rankedBlock(report: SweepReport): Block {
  const { grid } = report;
  const ranked = rankedRuns(report).slice(0, LISTED);
  const varied = (['check', 'scope', 'fill'] as const).filter((axis, at) => at === 0 || grid[axis].length > 1);
  const repeated = ranked.some(({ elsewhere }) => elsewhere > 0);
  const columns = [
    nameColumn('tolerance'),
    ...varied.map((axis) => nameColumn(axis)),
    figureColumn('Sharpe'),
    figureColumn('annual'),
    figureColumn('drawdown', 'drawd.'),
    figureColumn('turnover', 'turn.'),
    figureColumn('rebalances', 'rebal.'),
    figureColumn('sessions held', 'held'),
    figureColumn('VR'),
    figureColumn('theory'),
    figureColumn('dsr'),
    ...(repeated ? [figureColumn('as well')] : []),
  ];
  const rows = ranked.map((run) => [
    toleranceOf(run),
    ...varied.map((axis) => run.cell[axis]),
    ...figuresOf(run.cell),
    ...(repeated ? [run.elsewhere === 0 ? '' : `${count(run.elsewhere)} equal`] : []),
  ]);
  const notes = [
    'annual, turnover and theory are a year; theory is what waiting that long should earn a pair, before costs',
    ...(ranked.some(({ cell: first, until }) => until > first.tolerance)
      ? ['a span of tolerances is one run: all of them make the same trades']
      : []),
  ];
  return tableBlock('The best cells, net', columns, rows, { notes, pinned: 1 + varied.length });
}

function toleranceOf({ cell: { tolerance: from }, until }: RankedRun): string {
  return until > from ? span(tolerance(from), tolerance(until)) : tolerance(from);
}

function figuresOf(swept: SweptCell): Cell[] {
  const { sharpe, cagr, maxDrawdown, turnover, rebalances, dsr } = METRICS;
  return [
    cell(swept.sharpe, sharpe.format),
    cell(swept.cagr, cagr.format),
    cell(swept.maxDrawdown, maxDrawdown.format),
    cell(swept.turnover, turnover.format),
    cell(swept.rebalances, rebalances.format),
    cell(swept.holdingSessions, ratio(1)),
    cell(swept.varianceRatio, ratio(2)),
    cell(swept.expectedGain, change()),
    cell(swept.dsr, dsr.format),
  ];
}
