import type { AttributionParts, BacktestReport } from '@evenkeel/domain/analysis';
import { tableBlock, type Block } from '../layout/blocks';
import { moneyLike, percent } from '@evenkeel/report';
import { figuresOf, wordsOf } from '../layout/fitted-table';

const PARTS = [
  'trend',
  'decay',
  'tracking',
  'direction',
  'cost',
  'residual',
  'total',
] as const satisfies readonly (keyof AttributionParts)[];

/** Where the profit came from, pair by pair; each row and each column adds up. */
export function attributionBlock({ attribution, configuration }: BacktestReport): Block {
  const row = (name: string, parts: AttributionParts, print: (value: number) => string) => [
    name,
    ...PARTS.map((part) => print(parts[part])),
  ];
  const amount = moneyLike([attribution, ...attribution.pairs].flatMap((parts) => PARTS.map((part) => parts[part])));
  const rows = [
    ...attribution.pairs.map((pair) => row(`${pair.base}/${pair.inverse}`, pair, amount)),
    row('all', attribution, amount),
    row('of capital', attribution, (value) => percent()(value / configuration.capital)),
  ];
  return tableBlock('Attribution of the profit', [wordsOf(''), ...PARTS.map((part) => figuresOf(part))], rows);
}
