import { AppError, isAppError } from '@evenkeel/domain';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { backoffMs, type Machine, retrying, type RetryPolicy, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { PricePathReader } from '@evenkeel/dynamo/prices';
import { generationAfter, signalItem, type StrategyViews, type TakenFence } from '@evenkeel/dynamo/strategy';
import { type LedgerInputs, type LedgerStep, ledgerStep } from '../ledger/ledger';
import { type Announced, announcePending, type OutboxDeps } from '../signals/outbox';
import { shownDecisions } from '../signals/recorded';
import { portfolioHash } from '../portfolios/portfolio-hash';
import { nothingSettled, settledBefore, type SettledCache } from '../checkpoints/settled';
import { newlySettled, readPrices } from './prices';
import { withBases } from '../view/closed-years';
import { type ComputedView, viewOf } from '../view/view';

/** What a recomputation needs of the world. */
export interface RecomputeDeps extends OutboxDeps {
  readonly prices: PricePathReader;
  readonly views: StrategyViews;
  /** Where subscribers can see more. */
  readonly link?: string | undefined;
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

/** What has been done for a recomputation by whoever begins several at once. */
export interface Begin {
  readonly taken: TakenFence;
  /** Reads nothing before the number was taken. */
  readonly prices: PricePathReader;
}

/**
 * What a recomputation did. `unchanged`: the stored view says the same already. `superseded`: one that
 * began later, and so saw at least the same bars, has published.
 */
export interface RecomputeSummary extends Announced {
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
  /** Entries that were appended to the model ledger. */
  readonly booked: number;
  /** Why the ledger could not be gone on with; absent where it could. */
  readonly ledgerProblem?: string | undefined;
  /** Why more was read than the bars after the last settled month; absent where nothing was. */
  readonly rebuilt?: string | undefined;
}

const POLICY: RetryPolicy = { attempts: 6, firstMs: 150, longestMs: 5_000 };

/**
 * Recomputes one portfolio from the stored bars and publishes its view. The fencing number is taken
 * before the first read: whoever holds the highest has seen the most, and only that one may write.
 * @param begin stands in for the first attempt's number and reads
 * @throws AppError `conflict` when other recomputations kept coming between, and none of them published
 */
export async function recompute(
  deps: RecomputeDeps,
  portfolio: Portfolio,
  options: RecomputeOptions = {},
  begin?: Begin,
): Promise<RecomputeSummary> {
  const first = [begin];
  const passing = (error: Error): boolean => isAppError(error, 'conflict');
  return retrying(() => recomputeOnce(deps, portfolio, options, first.pop()), {
    ...POLICY,
    passing,
    machine: deps.machine,
  });
}

async function recomputeOnce(
  deps: RecomputeDeps,
  portfolio: Portfolio,
  { verify, changedFrom }: RecomputeOptions,
  begin: Begin | undefined,
): Promise<RecomputeSummary> {
  const { views, settled: cache } = deps;
  const { name } = portfolio;
  const tickers = symbolsOf(portfolio);
  const fence = begin?.taken ?? (await views.takeFence(name, changedFrom));
  const settled =
    verify === true
      ? nothingSettled(tickers, 'asked for')
      : await settledBefore(views, { name, tickers }, fence, cache);
  const hash = portfolioHash(portfolio);
  const generation = generationAfter(fence.generation, hash);
  const newFile = fence.generation !== undefined && generation.number !== fence.generation.number;
  const [prices, shown] = await Promise.all([
    readPrices(begin?.prices ?? deps.prices, tickers, settled),
    shownDecisions(views, name, fence, { newFile, doubted: verify === true }),
  ]);
  const { signalledTo, late } = fence;
  const view = viewOf(portfolio, prices, { signalledTo, late, shown }, deps.link);
  const recorded = view.signals.map(({ session, kind }) => signalItem(session, fence.number, kind));
  const checkpoints = newlySettled(prices, view.latest.asOf);
  const doubted = newFile || verify === true;
  const ledger = await ledgerOf(views, view, { fence, generation: generation.number, doubted });
  // The same list while nothing more is settled: what has been made of it is kept with it.
  const settledNow =
    checkpoints.write.length === 0 ? settled.checkpoints : [...settled.checkpoints, ...checkpoints.write];
  const outcome = await views.publish({
    portfolio: name,
    fence: fence.number,
    view: withBases(view, settledNow, hash),
    generation,
    now: deps.now(),
    verify,
    checkpoints,
    late,
    comesBack: fence.comesBack,
    ledger: ledger.booking,
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
    booked: ledger.booking?.entries.length ?? 0,
    ledgerProblem: ledger.problem,
  };
  if (outcome === 'superseded') {
    await laterOne(deps, name, fence.number);
    return { ...summary, sent: [], undeliverable: [] };
  }
  cache.set(name, settledNow);
  const pending = signalledTo === undefined ? 'all' : [...fence.unannounced, ...recorded];
  return { ...summary, ...(await announcePending(deps, name, pending)) };
}

/** What goes to the ledger with a view. */
function ledgerOf(
  views: StrategyViews,
  { run, latest }: ComputedView,
  inputs: Omit<LedgerInputs, 'run'>,
): LedgerStep | Promise<LedgerStep> {
  if (run === undefined) return {};
  const { portfolio, panel } = run;
  return ledgerStep(views, portfolio.name, { ...inputs, run: { portfolio, panel, newest: latest.newest } });
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
  for (let look = 1; ; look += 1) {
    const { taken, published } = await views.fence(name);
    if (published > fence) return;
    if (taken === fence) {
      throw new AppError('conflict', `a session of ${name} was called late meanwhile; try again`, { portfolio: name });
    }
    if (machine.now() > until) {
      throw new AppError('conflict', `the view of ${name} was claimed by another that has not published; try again`, {
        portfolio: name,
      });
    }
    await machine.pause(backoffMs(look, LOOK, machine.random()));
  }
}
