import type { ChainedCheckpoint, StrategyView, ViewPart } from '@evenkeel/dynamo/strategy';

/** Parts of one calendar year: they follow from the portfolio and the prices up to the year's end alone. */
const YEARLY = /^(?:attribution|equity|trades)#(\d{4})(?:#|$)/;

/**
 * A view whose parts of years that are over say what they follow from: the portfolio, and the chain of settled months up to the year's
 * end, which is equal only where all prices up to then are.
 * @param settled ascending, all that is settled with the view
 * @param portfolio hash of the portfolio
 */
export function withBases(
  view: StrategyView,
  settled: readonly Pick<ChainedCheckpoint, 'date' | 'chain'>[],
  portfolio: string,
): StrategyView {
  const current = view.latest.asOf?.slice(0, 4);
  if (current === undefined) return view;
  const parts = [...view.parts].map(([name, part]): [string, ViewPart] => {
    const year = YEARLY.exec(name)?.[1];
    if (year === undefined || year >= current) return [name, part];
    const chain = settled.findLast(({ date }) => date.slice(0, 4) <= year)?.chain;
    return [name, chain === undefined ? part : { ...part, basis: `${portfolio} ${chain}` }];
  });
  return { ...view, parts: new Map(parts) };
}
