import { exchangeDate, lastFinishedSession, sessionsBetween, type SessionDate } from '../../calendar';
import { appliedThrough, asTradedBars } from '../as-traded';
import type { Bar } from '../bar';
import type { VendorHistory } from '../vendor-history';
import { differs } from './bar-difference';
import { judgeDividends } from './dividend-gate';
import type { Counterpart } from './jump-gate';
import type { EventWithoutBar, Judgement, ListedEvent, Overlap, Quarantined } from './judgement';
import { compareOverlap } from './overlap';
import { judgeRows } from './row-gates';
import { judgeSteps } from './step-gate';

/** What a fetch is judged against. */
export interface JudgeContext {
  /** The instant of the fetch: decides which sessions are final and which splits have taken effect. */
  readonly now: Date;
  /** Stored bars of the same symbol to compare with, ascending; an update passes those since a few sessions before it began to look. */
  readonly stored?: readonly Bar[] | undefined;
  /**
   * Stored bars that were accepted before: where the fetch still says the same, neither a jump nor a dividend is doubted again.
   * They are not compared. An audit, which compares by itself, passes all of them here and none in `stored`.
   */
  readonly accepted?: readonly Bar[] | undefined;
  /** The pair's other leg, which may confirm a jump. */
  readonly counterpart?: Counterpart | undefined;
  /** Sessions whose step from the bar before an operator has confirmed. */
  readonly released?: ReadonlySet<SessionDate> | undefined;
}

/**
 * Passes one fetch through the quality gates: rows by themselves, dividends, the overlap with what is
 * stored, the step from bar to bar. Nothing is repaired, filled forward or guessed: what is not sound is held back with a reason.
 *
 * @example
 * const { bars, quarantined, gaps } = judge(await source.fetch(ticker), { now, stored: lastTenBars });
 */
export function judge(history: VendorHistory, context: JudgeContext): Judgement {
  const stored = context.stored ?? [];
  const { sound, quarantined, refused, seen } = judgeRows(history.rows, lastFinishedSession(context.now));
  const gaps = gapsIn(seen);
  const impossibleSplit = heldForSplit(history);
  if (impossibleSplit) return withheld({ quarantined: [impossibleSplit], refused, gaps });

  const through = appliedThrough(history, exchangeDate(context.now));
  const accepted = context.accepted
    ? stillSaid(context.accepted, asTradedBars({ ...history, rows: sound }, through))
    : [];
  const dividends = judgeDividends(history.dividends, sound, [...accepted, ...stored]);
  const candidates = asTradedBars({ ...history, rows: sound, dividends: dividends.sound }, through);
  const overlap = compareOverlap(stored, candidates);
  if (overlap.verdict === 'distrusted') {
    const { firstSession: session, reason, detail } = overlap;
    return withheld({ quarantined: [{ session, scope: 'fetch', reason, detail }], refused, gaps }, overlap);
  }

  const events = eventsOf(history, dividends.sound);
  const steps = judgeSteps(candidates, {
    ...context,
    stored: [...accepted, ...asRestated(stored, overlap)],
    events,
  });
  const doubtful = overlap.verdict === 'differs' ? overlap.doubtful : [];
  return {
    bars: steps.sound,
    quarantined: bySession([...quarantined, ...dividends.quarantined, ...doubtful, ...steps.quarantined]),
    refused,
    gaps,
    eventsWithoutBar: eventsWithoutBar(history, events, steps.sound),
    overlap,
  };
}

function gapsIn(seen: readonly SessionDate[]): SessionDate[] {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return [];
  const present = new Set(seen);
  return sessionsBetween(first, last).filter((session) => !present.has(session));
}

function heldForSplit({ splits }: VendorHistory): Quarantined | undefined {
  const split = splits.find(({ ratio }) => !ratio.isFinite() || !ratio.greaterThan(0));
  if (!split) return undefined;
  const detail = `split ratio is ${split.ratio.toString()}, so no price before it can be told`;
  return { session: split.session, scope: 'fetch', reason: 'impossible-split', detail };
}

function withheld(
  found: Pick<Judgement, 'quarantined' | 'refused' | 'gaps'>,
  overlap: Overlap = { verdict: 'none' },
): Judgement {
  return { ...found, bars: [], eventsWithoutBar: [], overlap };
}

/** Of the accepted bars those whose close and dividend the fetch repeats, and those it does not reach. */
function stillSaid(accepted: readonly Bar[], fetched: readonly Bar[]): readonly Bar[] {
  const bySession = new Map(fetched.map((bar) => [bar.session, bar]));
  return accepted.filter((bar) => {
    const other = bySession.get(bar.session);
    return other === undefined || !(differs('close', bar, other) || differs('dividend', bar, other));
  });
}

function asRestated(stored: readonly Bar[], overlap: Overlap): readonly Bar[] {
  if (overlap.verdict !== 'differs') return stored;
  const corrected = new Map(overlap.restatements.map(({ session, bar }) => [session, bar]));
  return stored.map((bar) => corrected.get(bar.session) ?? bar);
}

function eventsOf({ splits }: VendorHistory, dividends: VendorHistory['dividends']): ListedEvent[] {
  return bySession([
    ...dividends.map(({ session, amount }) => ({ session, kind: 'dividend' as const, value: amount })),
    ...splits.map(({ session, ratio }) => ({ session, kind: 'split' as const, value: ratio })),
  ]);
}

function eventsWithoutBar(
  history: VendorHistory,
  events: readonly ListedEvent[],
  bars: readonly Bar[],
): EventWithoutBar[] {
  const withBar = new Set(bars.map((bar) => bar.session));
  const firstRow = history.rows[0]?.session;
  return events.filter(({ session }) => !withBar.has(session) && (firstRow === undefined || session >= firstRow));
}

function bySession<T extends { readonly session: SessionDate }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => (a.session < b.session ? -1 : a.session > b.session ? 1 : 0));
}
