import type { LatestView, ListedPortfolio, StrategyReader } from '@evenkeel/dynamo/strategy';

/** A view's head, and since when its portfolio is not computed any more; `null` while it is. */
export type ListedView = LatestView & Pick<ListedPortfolio, 'retiredSince'>;

/** The heads of all portfolios by name, those that are computed first. */
export async function headsOf(views: StrategyReader): Promise<ListedView[]> {
  const heads = await Promise.all(
    (await views.portfolios()).map(async ({ name, retiredSince }) => {
      const head = await views.latest(name);
      return head === undefined ? [] : [{ ...head, retiredSince }];
    }),
  );
  const [current, retired] = [heads.flat().filter(isCurrent), heads.flat().filter((view) => !isCurrent(view))];
  return [...current, ...retired];
}

/** True for a view whose portfolio is computed. */
export function isCurrent({ retiredSince }: Pick<ListedPortfolio, 'retiredSince'>): boolean {
  return retiredSince === null;
}
