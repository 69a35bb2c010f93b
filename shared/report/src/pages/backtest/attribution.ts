import type { AttributionParts, BacktestReport } from '@evenkeel/domain/analysis';
import { pairKey } from '@evenkeel/domain/pairs';
import { moneyLike, percent, type Format } from '../../formats/numbers';
import { cell, figureColumn, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

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
export function attributionBlock({ attribution, configuration: { capital } }: BacktestReport): Block {
  const row = (name: string, parts: AttributionParts, format: Format) => [
    name,
    ...PARTS.map((part) => cell(parts[part], format)),
  ];
  const amount = moneyLike([attribution, ...attribution.pairs].flatMap((parts) => PARTS.map((part) => parts[part])));
  const ofCapital = ['of capital', ...PARTS.map((part) => cell(attribution[part] / capital, percent()))];
  const rows = [
    ...attribution.pairs.map((pair) => row(pairKey(pair), pair, amount)),
    row('all', attribution, amount),
    ofCapital,
  ];
  return tableBlock('Attribution of the profit', [nameColumn(''), ...PARTS.map((part) => figureColumn(part))], rows);
}
