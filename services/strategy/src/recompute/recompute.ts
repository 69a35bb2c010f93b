import { AppError, isAppError } from '@evenkeel/domain';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { backoffMs, type Machine, retrying, type RetryPolicy, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { PricePathReader } from '@evenkeel/dynamo/prices';
import { generationAfter, signalItem, type StrategyViews } from '@evenkeel/dynamo/strategy';
import type { Announce } from '../signals/announce';
import { portfolioHash } from '../portfolios/portfolio-hash';
import { nothingSettled, settledBefore, type SettledCache } from '../checkpoints/settled';
import { newlySettled, readPrices } from './prices';
import { viewOf } from '../view/view';

/** What a recomputation needs of the world. */
export interface RecomputeDeps {
  readonly prices: PricePathReader;
  readonly views: StrategyViews;
  /** Tells the subscribers; absent where there is nobody to tell. */
  readonly announce?: Announce | undefined;
  readonly now: () => Date;
  /** Settled months, kept from one recomputation to the next. */
  readonly settled: SettledCache;
  /** In place of this machine. */
  readonly machine?: Machine | undefined;
}

/** How a recomputation goes about its work. */
export interface RecomputeOptions {
  /** Mend what was edited or deleted in the stored view, which takes reading all of it. */
  readonly verify?: boolean | undefined;
  /** The oldest session that is known to have changed. */
  readonly changedFrom?: SessionDate | undefined;
}

/**
 * What a recomputation did. `unchanged`: the stored view says the same already. `superseded`: one that
 * began later, and so saw at least the same bars, has published.
 */
export interface RecomputeSummary {
  readonly portfolio: string;
  readonly outcome: 'published' | 'unchanged' | 'superseded';
  /** Fencing number of this recomputation. */
  readonly fence: number;
  readonly asOf: string | null;
  /** Items of the price table that hold no bar and were passed by, with what is wrong with them. */
  readonly unreadable: readonly string[];
  /** Items of the price table that were read. */
  readonly bars: number;
  /** The last settled session, before which nothing was read; `null` where everything was. */
  readonly settledTo: string | null;
  /** Why more was read than the bars after the last settled month; absent where nothing was. */
  readonly rebuilt?: string | undefined;
}

const POLICY: RetryPolicy = { attempts: 6, firstMs: 150, longestMs: 5_000 };

/**
 * Recomputes one portfolio from the stored bars and publishes its view. The fencing number is taken
 * before the first read: whoever holds the highest has seen the most, and only that one may write.
 * @throws AppError `conflict` when other recomputations kept coming between, and none of them published
 */
export async function recompute(
  deps: RecomputeDeps,
  portfolio: Portfolio,
  options: RecomputeOptions = {},
): Promise<RecomputeSummary> {
  const passing = (error: Error): boolean => isAppError(error, 'conflict');
  return retrying(() => recomputeOnce(deps, portfolio, options), { ...POLICY, passing, machine: deps.machine });
}

async function recomputeOnce(
  deps: RecomputeDeps,
  portfolio: Portfolio,
  { verify, changedFrom }: RecomputeOptions,
): Promise<RecomputeSummary> {
  const { views, settled: cache } = deps;
  const { name } = portfolio;
  const tickers = symbolsOf(portfolio);
  const fence = await views.takeFence(name, changedFrom);
  const settled =
    verify === true
      ? nothingSettled(tickers, 'asked for')
      : await settledBefore(views, { name, tickers }, fence, cache);
  const prices = await readPrices(deps.prices, tickers, settled);
  const view = viewOf(portfolio, prices, fence.signalledTo);
  const recorded = view.signals.map(({ session }) => signalItem(session, fence.number));
  const checkpoints = newlySettled(prices, view.latest.asOf);
  const outcome = await views.publish({
    portfolio: name,
    fence: fence.number,
    view,
    generation: generationAfter(fence.generation, portfolioHash(portfolio)),
    now: deps.now(),
    verify,
    checkpoints,
  });
  const summary = {
    portfolio: name,
    outcome,
    fence: fence.number,
    asOf: view.latest.asOf,
    unreadable: prices.unreadable.map(({ ticker, session, attribute }) => `${ticker} ${session}: ${attribute}`),
    bars: prices.after.items,
    settledTo: settled.checkpoints.at(-1)?.date ?? null,
    rebuilt: settled.reason,
  };
  if (outcome === 'superseded') {
    await laterOne(deps, name, fence.number);
    return summary;
  }
  cache.set(name, [...settled.checkpoints, ...checkpoints.write]);
  await announcePending(deps, name, fence.signalledTo === undefined ? 'all' : [...fence.unannounced, ...recorded]);
  return summary;
}

/** A recomputation takes far less; one that has not published by then is taken for dead. */
const PATIENCE_MS = 15_000;
const LOOK = { firstMs: 40, longestMs: 500 };

/**
 * Waits until one that began later has published: it knows all that this one knew. Beginning again instead would only overtake it.
 * @throws AppError `conflict` when none does
 */
async function laterOne({ views, machine = THIS_MACHINE }: RecomputeDeps, name: string, fence: number): Promise<void> {
  const until = machine.now() + PATIENCE_MS;
  for (let look = 1; (await views.publishedFence(name)) <= fence; look += 1) {
    if (machine.now() > until) {
      throw new AppError('conflict', `the view of ${name} was claimed by another that has not published; try again`, {
        portfolio: name,
      });
    }
    await machine.pause(backoffMs(look, LOOK, machine.random()));
  }
}

/**
 * Tells of every signal that was recorded and nobody has been told of, by whichever recomputation. A signal is recorded in the same
 * transaction as its view, so a crash leaves it pending for the next delivery; at worst subscribers hear of a session twice, never
 * not at all.
 */
async function announcePending(
  { views, announce }: RecomputeDeps,
  portfolio: string,
  items: readonly string[] | 'all',
): Promise<void> {
  if (!announce || items.length === 0) return;
  for (const signal of await views.pendingSignals(portfolio, items)) {
    await announce(portfolio, signal.session, signal.content);
    await views.markAnnounced(portfolio, signal);
  }
}
