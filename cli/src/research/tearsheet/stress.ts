import type { BacktestReport } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../../terminal/table';
import type { Block } from '../layout/blocks';
import { change, count, percent } from '../layout/figures';

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
  if (rows.length === 0) return { title: 'Worst drawdowns', lines: ['none'] };
  const columns = [figures('depth'), words('peak'), words('trough'), words('recovered'), figures('days'), figures('sessions')];
  return { title: 'Worst drawdowns', lines: tableLines(columns, rows, 'compact') };
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
  const columns = [words(''), words(''), figures('net'), ...(benchmark ? [figures(benchmark.symbol)] : []), figures('drawdown')];
  return { title: 'Crises', lines: rows.length === 0 ? [] : tableLines(columns, rows, 'compact') };
}
