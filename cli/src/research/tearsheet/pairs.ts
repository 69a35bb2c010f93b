import type { BacktestReport } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../../terminal/table';
import type { Block } from '../layout/blocks';
import { change, count, percent, ratio, shortMoney } from '../layout/figures';

const COLUMNS = ['return', 'annual', 'volatility', 'Sharpe', 'drawdown', 'trades', 'sessions held', 'cost', 'profit'];

/** Each pair as if it stood alone, after costs. */
export function pairsBlock({ pairs }: BacktestReport): Block {
  const rows = pairs.map(({ base, inverse, net, profit }) => [
    `${base}/${inverse}`,
    change()(net.totalReturn),
    change()(net.cagr),
    percent()(net.volatility),
    ratio()(net.sharpe),
    percent()(net.maxDrawdown),
    count(net.trades),
    ratio(1)(net.meanHoldingSessions),
    shortMoney(net.totalCost),
    shortMoney(profit),
  ]);
  return { title: 'Pairs, net', lines: tableLines([words(''), ...COLUMNS.map(figures)], rows, 'compact') };
}
