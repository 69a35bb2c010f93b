import type { EnabledPortfolios } from '@evenkeel/domain/portfolio';
import type { StrategyViews } from '@evenkeel/dynamo/strategy';

/**
 * Marks the portfolios that have a view and are enabled no more. One that was refused is enabled: its file is there.
 * @returns their names
 */
export async function retireOthers(
  views: Pick<StrategyViews, 'portfolios' | 'retire'>,
  { portfolios, refused }: EnabledPortfolios,
  since: Date,
): Promise<string[]> {
  const enabled = new Set([...portfolios, ...refused].map(({ name }) => name));
  const listed = await views.portfolios();
  const gone = listed.flatMap(({ name, retiredSince }) => (retiredSince === null && !enabled.has(name) ? [name] : []));
  for (const name of gone) await views.retire(name, since);
  return gone;
}
