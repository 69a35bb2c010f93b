import { isSession, type SessionDate } from '../../calendar';
import type { Bar } from '../bar';
import type { ListedEvent, Quarantined } from './judgement';
import { doubtOfMove, type Counterpart } from './jump-gate';

/** What the gate needs besides the bars. */
export interface StepContext {
  /** Bars already stored: they are not judged again, and new ones are measured against them. */
  readonly stored: readonly Bar[];
  /** Dividends and splits that the vendor lists, ascending by session: none may fall between two bars. */
  readonly events?: readonly ListedEvent[] | undefined;
  readonly counterpart?: Counterpart | undefined;
  /** Sessions whose step from the bar before an operator has confirmed. */
  readonly released?: ReadonlySet<SessionDate> | undefined;
}

/**
 * Holds back bars whose step from the last accepted one cannot be believed or not be told: see {@link stepDoubt}.
 * What was held back never becomes the next measure, so a wrong scale that persists keeps all its bars held
 * back, and a session that takes its dividend or split with it keeps all bars after it.
 */
export function judgeSteps(
  bars: readonly Bar[],
  context: StepContext,
): { readonly sound: readonly Bar[]; readonly quarantined: readonly Quarantined[] } {
  const storedBySession = new Map(context.stored.map((bar) => [bar.session, bar]));
  const sound: Bar[] = [];
  const quarantined: Quarantined[] = [];
  let accepted: Bar | undefined;
  let storedBefore = 0;
  for (const bar of bars) {
    for (let next = context.stored[storedBefore]; next !== undefined && next.session < bar.session;) {
      accepted = newer(accepted, next);
      next = context.stored[(storedBefore += 1)];
    }
    const stored = storedBySession.get(bar.session);
    const believed = stored !== undefined || context.released?.has(bar.session) === true;
    const doubt = believed || accepted === undefined ? undefined : stepDoubt(bar, accepted, context);
    if (doubt === undefined) {
      sound.push(bar);
      accepted = stored ?? bar;
    } else {
      quarantined.push({ session: bar.session, scope: 'bar', ...doubt });
    }
  }
  return { sound, quarantined };
}

/**
 * What is doubtful about the step from one bar to the next: a dividend or split between them whose own bar is not there,
 * which the return over the step would miss; or a move of more than 40 %, measured as the strategy would
 * (docs/numbers.md, section 1), with which the pair's other leg did not move accordingly.
 */
function stepDoubt(
  bar: Bar,
  before: Bar,
  { events = [], counterpart }: StepContext,
): Pick<Quarantined, 'reason' | 'detail'> | undefined {
  const missed = eventBetween(events, before.session, bar.session);
  if (missed) {
    const detail = `the ${missed.kind} of ${missed.session} (${missed.value.toString()}) has no bar yet, and lies after ${before.session}`;
    return { reason: 'event-without-bar', detail };
  }
  const jump = doubtOfMove(totalReturn(before, bar), before.session, bar.session, counterpart);
  return jump === undefined ? undefined : { reason: 'unexplained-jump', detail: jump };
}

/** The first event of an exchange session between two others; looks only at those that lie there. */
function eventBetween(
  events: readonly ListedEvent[],
  after: SessionDate,
  before: SessionDate,
): ListedEvent | undefined {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.session ?? before) > after) high = middle;
    else low = middle + 1;
  }
  for (let at = low; at < events.length; at++) {
    const event = events[at];
    if (event === undefined || event.session >= before) return undefined;
    if (isSession(event.session)) return event;
  }
  return undefined;
}

function newer(a: Bar | undefined, b: Bar): Bar {
  return a !== undefined && a.session > b.session ? a : b;
}

function totalReturn(before: Bar, bar: Bar): number {
  const split = bar.split.isZero() ? 1 : bar.split.toNumber();
  return bar.close.toNumber() / (before.close.toNumber() / split - bar.dividend.toNumber()) - 1;
}
