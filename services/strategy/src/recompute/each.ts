import type { EnabledPortfolios, Portfolio } from '@evenkeel/domain/portfolio';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import type { Log } from '@evenkeel/runtime/log';
import { type NotedFailures, notedFailures } from '../portfolios/noted-failures';
import { retireOthers } from '../portfolios/retirement';
import { recompute, type RecomputeDeps, type RecomputeOptions, type RecomputeSummary } from './recompute';
import { sharedPrices } from './shared-prices';

/** Recomputations at once: one waits for the table while another computes. */
const AT_ONCE = 2;
/**
 * Portfolios that take their numbers and read together. With more, the last would have its number for so long before it publishes
 * that others take it for dead.
 */
const TOGETHER = 16;

/** The portfolios of a wake-up, and what their recomputations need. */
export interface Wake {
  readonly enabled: EnabledPortfolios;
  readonly deps: RecomputeDeps;
  /** How a portfolio is recomputed; `undefined` where it has no reason to be. */
  readonly reasonFor: (portfolio: Portfolio) => RecomputeOptions | undefined;
  readonly log: Log;
}

/**
 * Recomputes every portfolio that has a reason to be, reading each symbol's bars once for sixteen of them. What each did, or what went
 * wrong with it, is said in the log and stops no other. Portfolios that have a view and are enabled no more are marked then.
 * @returns what each did, in their order
 * @throws AppError `failed` at the end, with the name of each portfolio that failed or was refused, and why
 */
export async function recomputeEach(wake: Wake): Promise<RecomputeSummary[]> {
  const { enabled, deps, reasonFor, log } = wake;
  const failures = notedFailures(enabled, log);
  const due = enabled.portfolios.flatMap((portfolio) => {
    const options = reasonFor(portfolio);
    return options === undefined ? [] : [{ portfolio, options }];
  });
  const done: RecomputeSummary[] = [];
  for (let start = 0; start < due.length; start += TOGETHER)
    done.push(...(await recomputeTogether(due.slice(start, start + TOGETHER), wake, failures)));
  if (done.length > 0) {
    for (const portfolio of await retireOthers(deps.views, enabled, deps.now())) log.info('retired', { portfolio });
  }
  failures.throwAny();
  return done;
}

interface Due {
  readonly portfolio: Portfolio;
  readonly options: RecomputeOptions;
}

async function recomputeTogether(
  group: readonly Due[],
  { deps, log }: Wake,
  failures: NotedFailures,
): Promise<RecomputeSummary[]> {
  const begun = await mapBounded(group, TOGETHER, async (due) => {
    const { name } = due.portfolio;
    const taken = await failures.orNote(name, () => deps.views.takeFence(name, due.options.changedFrom));
    return taken.map((fence) => ({ ...due, taken: fence }));
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
  return done.flat();
}

function tell(log: Log, summary: RecomputeSummary): void {
  const { portfolio, unreadable, ledgerProblem } = summary;
  log.info('recomputed', { ...summary });
  if (unreadable.length > 0) log.warn('items of the price table hold no bar', { portfolio, items: unreadable });
  if (ledgerProblem !== undefined) log.error(`the ledger stands still: ${ledgerProblem}`, { portfolio });
}
