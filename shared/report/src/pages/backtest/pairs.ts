import type { BacktestReport } from '@evenkeel/domain/analysis';
import { pairKey } from '@evenkeel/domain/pairs';
import { moneyLike, ratio } from '../../formats/numbers';
import { metricCell } from '../../metrics';
import type { Column } from '../../model/content';
import { cell, figureColumn, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

const COLUMNS: readonly Column[] = [
  nameColumn(''),
  figureColumn('return'),
  figureColumn('annual'),
  figureColumn('volatility', 'vol.'),
  figureColumn('Sharpe'),
  figureColumn('drawdown', 'drawd.'),
  figureColumn('trades'),
  figureColumn('sessions held', 'held'),
  figureColumn('cost'),
  figureColumn('profit'),
];

/** Each pair as if it stood alone, after costs. */
export function pairsBlock({ pairs }: BacktestReport): Block {
  const cost = moneyLike(pairs.map(({ net }) => net.totalCost));
  const gain = moneyLike(pairs.map(({ profit }) => profit));
  const rows = pairs.map(({ net, profit, ...pair }) => [
    pairKey(pair),
    metricCell(net, 'totalReturn'),
    metricCell(net, 'cagr'),
    metricCell(net, 'volatility'),
    metricCell(net, 'sharpe'),
    metricCell(net, 'maxDrawdown'),
    metricCell(net, 'trades'),
    cell(net.meanHoldingSessions, ratio(1)),
    cell(net.totalCost, cost),
    cell(profit, gain),
  ]);
  return tableBlock('Pairs, net', COLUMNS, rows);
}
