import type { AttributionParts, BacktestReport } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../../terminal/table';
import type { Block } from '../layout/blocks';
import { percent, shortMoney } from '../layout/figures';

const PARTS = ['trend', 'decay', 'tracking', 'direction', 'cost', 'residual', 'total'] as const satisfies readonly (keyof AttributionParts)[];

/** Where the profit came from, pair by pair; each row and each column adds up. */
export function attributionBlock({ attribution, configuration }: BacktestReport): Block {
  const row = (name: string, parts: AttributionParts, print: (value: number) => string) => [name, ...PARTS.map((part) => print(parts[part]))];
  const rows = [
    ...attribution.pairs.map((pair) => row(`${pair.base}/${pair.inverse}`, pair, shortMoney)),
    row('all', attribution, shortMoney),
    row('of capital', attribution, (value) => percent()(value / configuration.capital)),
  ];
  return {
    title: 'Attribution of the profit',
    lines: tableLines([words(''), ...PARTS.map((part) => figures(part))], rows, 'compact'),
  };
}
