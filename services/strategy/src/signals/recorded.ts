import { isAppError } from '@evenkeel/domain';
import { addCalendarDays, type SessionDate } from '@evenkeel/domain/calendar';
import {
  type LatestView,
  type Signal,
  type StrategyReader,
  type TakenFence,
  toldOrder,
} from '@evenkeel/dynamo/strategy';
import type { ReplacedDecision } from '@evenkeel/report/signals';
import * as z from 'zod/mini';
import type { ReadyContent } from '../view/ready-head';
import { ordersOf } from './decisions';

/** A decision that has been shown, as it was then. */
export interface ShownDecision extends ReplacedDecision {
  readonly session: SessionDate;
}

/** Decisions that may have changed, and what may have changed them. */
export interface ShownDecisions {
  /** One a session, newest first. */
  readonly decisions: readonly ShownDecision[];
  readonly because: 'prices' | 'file';
  /** The oldest session that is known to have changed; `null` where that is not known. */
  readonly oldest: SessionDate | null;
  /** The head of the view that was shown, where it could be read and has targets. */
  readonly head?: ShownHead | undefined;
}

/** A view's head that has targets. */
export type ShownHead = LatestView & ReadyContent;

/** Nobody can act on an older decision; that its figures have changed is said by the head of the view. */
const MOST_DECISIONS = 10;
const MOST_DAYS = 92;

/**
 * What has been shown of the sessions that may have changed since: the newest ten that subscribers were told of, none older than
 * three months, and the newest session in any case. Where the portfolio's file has changed, that session alone: what another file
 * would have decided before is no correction.
 * @param doubted true where anything may have changed, whatever the fence says
 */
export async function shownDecisions(
  views: Pick<StrategyReader, 'latest' | 'signals'>,
  portfolio: string,
  { signalledTo, changedFrom }: Pick<TakenFence, 'signalledTo' | 'changedFrom'>,
  { newFile, doubted }: { readonly newFile: boolean; readonly doubted: boolean },
): Promise<ShownDecisions> {
  const why = { because: newFile ? 'file' : 'prices', oldest: changedFrom ?? null } as const;
  const touched = changedFrom !== undefined && signalledTo !== undefined && changedFrom <= signalledTo;
  if (signalledTo === undefined || !(newFile || doubted || touched)) return { decisions: [], ...why };
  const oldest = addCalendarDays(signalledTo, -MOST_DAYS);
  const since = changedFrom !== undefined && changedFrom > oldest && !doubted ? changedFrom : oldest;
  const [{ signals }, head] = await Promise.all([
    views.signals(portfolio, { from: newFile ? signalledTo : since, to: signalledTo }),
    headAsOf(views, portfolio, signalledTo),
  ]);
  const told = new Map<SessionDate, ShownDecision>();
  for (const signal of signals) {
    const decision = decisionIn(signal);
    if (decision !== undefined && !told.has(signal.session)) told.set(signal.session, decision);
  }
  if (head !== undefined && !told.has(signalledTo)) told.set(signalledTo, decisionOf(head, signalledTo));
  const decisions = [...told.values()].sort((a, b) => (a.session < b.session ? 1 : -1));
  return { decisions: decisions.slice(0, MOST_DECISIONS), ...why, head };
}

/** What is needed of a recorded signal that tells of a decision; one that was recorded without orders has none. */
const decisionContent = z.object({ signal: z.enum(['rebalance', 'hold']), orders: z.optional(z.array(toldOrder)) });

function decisionIn({ id, session, version, kind, content }: Signal): ShownDecision | undefined {
  if (kind !== 'rebalance' && kind !== 'hold' && kind !== 'correction') return undefined;
  const parsed = decisionContent.safeParse(content);
  if (!parsed.success) return undefined;
  return { id, session, version, signal: parsed.data.signal, orders: parsed.data.orders ?? null };
}

function decisionOf({ version, signal, modelOrders }: ShownHead, session: SessionDate): ShownDecision {
  return { id: null, session, version, signal, orders: modelOrders ? ordersOf(modelOrders) : null };
}

/** The view's head, where it is about that session; an unreadable one says nothing. */
async function headAsOf(
  views: Pick<StrategyReader, 'latest'>,
  portfolio: string,
  session: SessionDate,
): Promise<ShownHead | undefined> {
  try {
    const head = await views.latest(portfolio);
    return head === undefined || head.signal === 'wait' || head.asOf !== session ? undefined : head;
  } catch (error) {
    if (isAppError(error, 'bad-data')) return undefined;
    throw error;
  }
}
