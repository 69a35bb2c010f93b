import type { AttributionParts, BacktestReport } from '@evenkeel/domain/analysis';
import { pairKey } from '@evenkeel/domain/pairs';
import { moneyLike, percent, ratio, type Format } from '../../formats/numbers';
import { cell, figureColumn, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

type Part = keyof AttributionParts;

/** `market` and `timing` are what `exposure` consists of. */
const CAUSES: readonly Part[] = ['exposure', 'market', 'timing', 'tracking', 'cost', 'total'];
const ORIGINS: readonly Part[] = ['trend', 'decay', 'direction', 'residual', 'exposure'];

/** What earned the profit, pair by pair, and how much of it was the market. */
export function attributionBlock(report: BacktestReport): Block {
  const { attribution, netDelta } = report;
  const amount = moneyLike([attribution.market, attribution.total]);
  const notes = [
    'total = exposure (market + timing) + tracking + cost',
    `with a mean net delta of ${ratio(2)(netDelta.mean)} the market made ${amount(attribution.market)} of ${amount(attribution.total)}`,
  ];
  return partsBlock('Attribution of the profit', CAUSES, report, notes);
}

/** Why the exposure paid: the closed form of a pair left alone, and what it leaves. */
export function exposureOriginBlock(report: BacktestReport): Block {
  return partsBlock('Where the exposure came from', ORIGINS, report);
}

/** Some parts, pair by pair; each column adds up. */
function partsBlock(
  title: string,
  shown: readonly Part[],
  { attribution, configuration: { capital } }: BacktestReport,
  notes: readonly string[] = [],
): Block {
  const row = (name: string, parts: AttributionParts, format: Format) => [
    name,
    ...shown.map((part) => cell(parts[part], format)),
  ];
  const amount = moneyLike([attribution, ...attribution.pairs].flatMap((parts) => shown.map((part) => parts[part])));
  const ofCapital = ['of capital', ...shown.map((part) => cell(attribution[part] / capital, percent()))];
  const rows = [
    ...attribution.pairs.map((pair) => row(pairKey(pair), pair, amount)),
    row('all', attribution, amount),
    ofCapital,
  ];
  return tableBlock(title, [nameColumn(''), ...shown.map((part) => figureColumn(part))], rows, { notes });
}
