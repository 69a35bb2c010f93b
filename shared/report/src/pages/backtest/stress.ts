import type { BacktestReport } from '@evenkeel/domain/analysis';
import { span } from '../../formats/dates';
import { change, count } from '../../formats/numbers';
import { METRICS } from '../../metrics';
import { cell, figureColumn, nameColumn, paragraph, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

/** The worst falls, deepest first. */
export function drawdownsBlock({ drawdowns }: BacktestReport): Block {
  const title = 'Worst drawdowns';
  if (drawdowns.length === 0) return { title, contents: [paragraph('none')] };
  const rows = drawdowns.map(({ depth, peak, trough, recovery, days, sessions }) => [
    cell(depth, METRICS.maxDrawdown.format),
    peak,
    trough,
    recovery ?? 'open',
    cell(days, count),
    cell(sessions, count),
  ]);
  const columns = [
    figureColumn('depth'),
    nameColumn('peak'),
    nameColumn('trough'),
    nameColumn('recovered'),
    figureColumn('days'),
    figureColumn('sessions'),
  ];
  return tableBlock(title, columns, rows);
}

/** What happened in the named crises that lie in the range; empty where none does. */
export function crisesBlock({ crises, benchmark }: BacktestReport): Block {
  if (crises.length === 0) return { contents: [] };
  const rows = crises.map((crisis) => [
    crisis.name,
    span(crisis.from, crisis.to),
    cell(crisis.return, change()),
    ...(benchmark ? [cell(crisis.benchmark, change())] : []),
    cell(crisis.maxDrawdown, METRICS.maxDrawdown.format),
  ]);
  const columns = [
    nameColumn(''),
    nameColumn(''),
    figureColumn('net'),
    ...(benchmark ? [figureColumn(benchmark.symbol)] : []),
    figureColumn('drawdown'),
  ];
  return tableBlock('Crises', columns, rows);
}
