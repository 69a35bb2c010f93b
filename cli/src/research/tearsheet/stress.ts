import type { BacktestReport } from '@evenkeel/domain/analysis';
import { tableBlock, textBlock, type Block } from '../layout/blocks';
import { change, count, percent } from '@evenkeel/report';
import { figuresOf, wordsOf } from '../layout/fitted-table';

/** The worst falls, deepest first. */
export function drawdownsBlock({ drawdowns }: BacktestReport): Block {
  const rows = drawdowns.map(({ depth, peak, trough, recovery, days, sessions }) => [
    percent()(depth),
    peak,
    trough,
    recovery ?? 'open',
    count(days),
    count(sessions),
  ]);
  if (rows.length === 0) return textBlock('Worst drawdowns', ['none']);
  const columns = [
    figuresOf('depth'),
    wordsOf('peak'),
    wordsOf('trough'),
    wordsOf('recovered'),
    figuresOf('days'),
    figuresOf('sessions'),
  ];
  return tableBlock('Worst drawdowns', columns, rows);
}

/** What happened in the named crises that lie in the range. */
export function crisesBlock({ crises, benchmark }: BacktestReport): Block {
  const rows = crises.map((crisis) => [
    crisis.name,
    `${crisis.from} to ${crisis.to}`,
    change()(crisis.return),
    ...(benchmark ? [change()(crisis.benchmark)] : []),
    percent()(crisis.maxDrawdown),
  ]);
  if (rows.length === 0) return textBlock('Crises', []);
  const columns = [
    wordsOf(''),
    wordsOf(''),
    figuresOf('net'),
    ...(benchmark ? [figuresOf(benchmark.symbol)] : []),
    figuresOf('drawdown'),
  ];
  return tableBlock('Crises', columns, rows);
}
