import { isAppError } from '@evenkeel/domain';
import type { LatestView, ListedPortfolio } from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from './api-ports';

/** A view's head, and since when its portfolio is not computed any more; `null` while it is. */
export type ListedView = LatestView & Pick<ListedPortfolio, 'retiredSince'>;

/** The heads of all portfolios. */
export interface Heads {
  /** By name, those that are computed first. */
  readonly heads: readonly ListedView[];
  /** Names of portfolios whose head cannot be read: it was edited, or is damaged. The function `rebuild` makes it anew. */
  readonly unreadable: readonly string[];
}

/** Reads all heads; one that cannot be read is told of, and stops no other. */
export async function headsOf({ views, failed }: Pick<ApiPorts, 'views' | 'failed'>, path: string): Promise<Heads> {
  const unreadable: string[] = [];
  const heads = await Promise.all(
    (await views.portfolios()).map(async ({ name, retiredSince }) => {
      try {
        const head = await views.latest(name);
        return head === undefined ? [] : [{ ...head, retiredSince }];
      } catch (error) {
        if (!isAppError(error, 'bad-data')) throw error;
        failed(error, path);
        unreadable.push(name);
        return [];
      }
    }),
  );
  const [current, retired] = [heads.flat().filter(isCurrent), heads.flat().filter((view) => !isCurrent(view))];
  return { heads: [...current, ...retired], unreadable: unreadable.sort() };
}

/** True for a view whose portfolio is computed. */
export function isCurrent({ retiredSince }: Pick<ListedPortfolio, 'retiredSince'>): boolean {
  return retiredSince === null;
}
