import { addCalendarDays, exchangeDate, sessionOnOrBefore, type SessionDate } from '@evenkeel/domain/calendar';
import { givesSignal, type Portfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import type { LatestContent, StrategyViews } from '@evenkeel/dynamo/strategy';
import type { LateFacts } from '@evenkeel/report/signals';
import { announcePending, type Announced, type OutboxDeps } from './outbox';
import { newSignal } from './new-signal';

/** From 20:00 in New York on, a session that is not complete is late: four hours before midnight. */
const BEFORE_MIDNIGHT_MS = 4 * 3_600_000;

/** The newest session that must be complete at `now`. A day on which the exchange is closed is none. */
export function sessionDueBy(now: Date): SessionDate {
  return sessionOnOrBefore(addCalendarDays(exchangeDate(new Date(now.getTime() + BEFORE_MIDNIGHT_MS)), -1));
}

/** What is told of a portfolio whose view does not have `session` yet; `undefined` where it has. `head` is absent before the first view. */
export function lateFacts(
  portfolio: Portfolio,
  head: LatestContent | undefined,
  session: SessionDate,
): LateFacts | undefined {
  const asOf = head?.asOf ?? null;
  if (asOf !== null && asOf >= session) return undefined;
  const behind = new Map(head?.waitsFor.map(({ symbol, newest }) => [symbol, newest]));
  const symbols = symbolsOf(portfolio)
    .map((symbol) => ({ symbol, newest: behind.get(symbol) ?? (behind.has(symbol) ? null : (head?.newest ?? null)) }))
    .filter(({ newest }) => newest === null || newest < session);
  return {
    kind: 'late',
    portfolio: portfolio.name,
    session,
    newest: head?.newest ?? null,
    late: false,
    synthetic: head?.synthetic ?? false,
    asOf,
    symbols,
  };
}

/** What {@link tellLate} needs. */
export interface LateDeps extends OutboxDeps {
  readonly views: OutboxDeps['views'] & Pick<StrategyViews, 'latest' | 'fence' | 'recordLate'>;
  /** Where there is more to see. */
  readonly link?: string | undefined;
}

/** What a look found. */
export interface LateSummary extends Announced {
  readonly portfolio: string;
  readonly session: string;
  /** Symbols that have no bar of the session, where that is told for the first time. */
  readonly late: readonly string[];
}

/**
 * Tells of a session that is not complete in the evening, once, and of whatever else was left unsent.
 * @throws AppError `failed` when it could not be sent now; it stays pending
 */
export async function tellLate(deps: LateDeps, portfolio: Portfolio): Promise<LateSummary> {
  const { views, now, link } = deps;
  const { name } = portfolio;
  const session = sessionDueBy(now());
  const head = await views.latest(name);
  const facts = givesSignal(portfolio, 'late') ? lateFacts(portfolio, head, session) : undefined;
  const recorded =
    facts !== undefined &&
    (await views.recordLate({ portfolio: name, version: head?.version ?? 0, signal: newSignal(facts, link) })) ===
      'written';
  const { unannounced } = await views.fence(name);
  const announced = await announcePending(deps, name, unannounced);
  return { portfolio: name, session, late: recorded ? facts.symbols.map(({ symbol }) => symbol) : [], ...announced };
}
