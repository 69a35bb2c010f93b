import type { EnabledPortfolios, Portfolio } from '@evenkeel/domain/portfolio';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import type { Log } from '@evenkeel/runtime/log';
import { notedFailures } from '../portfolios/noted-failures';
import { retireOthers } from '../portfolios/retirement';
import { recompute, type RecomputeDeps, type RecomputeOptions, type RecomputeSummary } from './recompute';
import { sharedPrices } from './shared-prices';

/** Recomputations at once: one waits for the table while another computes. */
const AT_ONCE = 2;
/** Numbers taken at once: nobody reads before all have theirs. */
const NUMBERS_AT_ONCE = 8;

/** The portfolios of a wake-up, and what their recomputations need. */
export interface Wake {
  readonly enabled: EnabledPortfolios;
  readonly deps: RecomputeDeps;
  /** How a portfolio is recomputed; `undefined` where it has no reason to be. */
  readonly reasonFor: (portfolio: Portfolio) => RecomputeOptions | undefined;
  readonly log: Log;
}

/**
 * Recomputes every portfolio that has a reason to be, reading each symbol's bars once for all of them. What each did, or what went
 * wrong with it, is said in the log and stops no other. Portfolios that have a view and are enabled no more are marked then.
 * @returns what each did, in their order
 * @throws AppError `failed` at the end, with the name of each portfolio that failed or was refused, and why
 */
export async function recomputeEach({ enabled, deps, reasonFor, log }: Wake): Promise<RecomputeSummary[]> {
  const failures = notedFailures(enabled, log);
  const begun = await mapBounded(enabled.portfolios, NUMBERS_AT_ONCE, async (portfolio) => {
    const options = reasonFor(portfolio);
    if (options === undefined) return [];
    const taken = await failures.orNote(portfolio.name, () =>
      deps.views.takeFence(portfolio.name, options.changedFrom),
    );
    return taken.map((fence) => ({ portfolio, options, taken: fence }));
  });
  // All numbers have been taken: from here on, what is read for one is fresh enough for every other.
  const prices = sharedPrices(deps.prices);
  const done = await mapBounded(begun.flat(), AT_ONCE, ({ portfolio, options, taken }) =>
    failures.orNote(portfolio.name, async () => {
      const summary = await recompute(deps, portfolio, options, { taken, prices });
      tell(log, summary);
      return summary;
    }),
  );
  if (done.length > 0) {
    for (const portfolio of await retireOthers(deps.views, enabled, deps.now())) log.info('retired', { portfolio });
  }
  failures.throwAny();
  return done.flat();
}

function tell(log: Log, summary: RecomputeSummary): void {
  const { portfolio, unreadable } = summary;
  log.info('recomputed', { ...summary });
  if (unreadable.length > 0) log.warn('items of the price table hold no bar', { portfolio, items: unreadable });
}
