import { AppError, isAppError } from '@evenkeel/domain';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { type Machine, retrying, type RetryPolicy } from '@evenkeel/dynamo/pacing';
import type { PriceHistoryReader } from '@evenkeel/dynamo/prices';
import type { StrategyViews } from '@evenkeel/dynamo/strategy';
import type { Announce } from '../signals/announce';
import { viewOf } from '../view/view';

/** What a recomputation needs of the world. */
export interface RecomputeDeps {
  readonly prices: Pick<PriceHistoryReader, 'barsOf'>;
  readonly views: StrategyViews;
  /** Tells the subscribers; absent where there is nobody to tell. */
  readonly announce?: Announce | undefined;
  readonly now: () => Date;
  /** In place of this machine. */
  readonly machine?: Machine | undefined;
}

/** How a recomputation goes about its work. */
export interface RecomputeOptions {
  /** Mend what was edited or deleted in the stored view, which takes reading all of it. */
  readonly verify?: boolean | undefined;
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
  { verify }: RecomputeOptions,
): Promise<RecomputeSummary> {
  const { prices, views } = deps;
  const fence = await views.takeFence(portfolio.name);
  const bars = await prices.barsOf(symbolsOf(portfolio), { consistent: true });
  const view = viewOf(portfolio, bars);
  const outcome = await views.publish({ portfolio: portfolio.name, fence, view, now: deps.now(), verify });
  const summary = { portfolio: portfolio.name, outcome, fence, asOf: view.latest.asOf };
  if (outcome !== 'superseded') {
    await announceOnce(deps, portfolio.name, view.signal?.session);
    return summary;
  }
  // The later one may have died since: done is only what somebody has published.
  if ((await views.publishedFence(portfolio.name)) > fence) return summary;
  throw new AppError(
    'conflict',
    `the view of ${portfolio.name} was claimed by others ${POLICY.attempts} times and none has published; try again`,
    { portfolio: portfolio.name },
  );
}

/**
 * The signal was recorded in the same transaction as its view, so a crash between the two steps here
 * leaves it pending for the next delivery; at worst subscribers hear of a session twice, never not at all.
 */
async function announceOnce(
  { views, announce }: RecomputeDeps,
  portfolio: string,
  session: string | undefined,
): Promise<void> {
  if (!announce || session === undefined) return;
  const signal = await views.pendingSignal(portfolio, session);
  if (signal === undefined) return;
  await announce(portfolio, session, signal.content);
  await views.markAnnounced(portfolio, signal);
}
