import type { BacktestReport } from '@evenkeel/domain/analysis';
import { tableBlock, type Block } from '../layout/blocks';
import { change, count, moneyLike, percent, ratio } from '@evenkeel/report';
import { figuresOf, wordsOf, type FittedColumn } from '../layout/fitted-table';

const COLUMNS: readonly FittedColumn[] = [
  wordsOf(''),
  figuresOf('return'),
  figuresOf('annual'),
  figuresOf('volatility', 'vol.'),
  figuresOf('Sharpe'),
  figuresOf('drawdown', 'drawd.'),
  figuresOf('trades'),
  figuresOf('sessions held', 'held'),
  figuresOf('cost'),
  figuresOf('profit'),
];

/** Each pair as if it stood alone, after costs. */
export function pairsBlock({ pairs }: BacktestReport): Block {
  const cost = moneyLike(pairs.map(({ net }) => net.totalCost));
  const gain = moneyLike(pairs.map(({ profit }) => profit));
  const rows = pairs.map(({ base, inverse, net, profit }) => [
    `${base}/${inverse}`,
    change()(net.totalReturn),
    change()(net.cagr),
    percent()(net.volatility),
    ratio()(net.sharpe),
    percent()(net.maxDrawdown),
    count(net.trades),
    ratio(1)(net.meanHoldingSessions),
    cost(net.totalCost),
    gain(profit),
  ]);
  return tableBlock('Pairs, net', COLUMNS, rows);
}
