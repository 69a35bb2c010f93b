import { pairKey } from '@evenkeel/domain/pairs';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { givesSignal } from '@evenkeel/domain/portfolio';
import { type DecisionFacts, type DrawdownFacts, nearPairs, type SignalFacts } from '@evenkeel/report/signals';
import { corrections } from './corrections';
import { decisionFacts, type DecisionInputs, type Decisions } from './decisions';
import type { ShownDecisions } from './recorded';

/** What is known of the signals before these. */
export interface SignalHistory {
  /** The newest session whose signals have been recorded; absent before the first view. */
  readonly signalledTo?: SessionDate | undefined;
  /** The session that subscribers have been told is late, and not yet that it is complete. */
  readonly late?: SessionDate | undefined;
  /** What has been shown and may have changed. */
  readonly shown?: ShownDecisions | undefined;
}

/** What signals are taken from. */
export interface SignalInputs extends DecisionInputs {
  readonly history: SignalHistory;
  /** Of the same run. */
  readonly now: Decisions;
}

/**
 * What subscribers are to be told, oldest session first: a correction of each decision that was shown and is another one now; a
 * rebalance for each session after `signalledTo` that calls for trades, with the targets as they were then, `late` where its
 * session is no longer the newest of any symbol; and of the as-of session, that a pair has come near its limit, that the drawdown
 * has gone beyond its limit, and that a late session is complete. With the first view only the newest session can give a signal:
 * what a filling table passes through on its way is history.
 */
export function dueSignals(inputs: SignalInputs): SignalFacts[] {
  const { portfolio, history, now } = inputs;
  const due: SignalFacts[] = [
    ...(history.shown === undefined ? [] : corrections(history.shown, now, inputs)),
    ...rebalances(inputs),
    ...held(inputs),
    ...drawdowns(inputs),
    ...recovered(inputs),
  ];
  return due.filter(({ kind }) => givesSignal(portfolio, kind));
}

/** The sessions that nobody has been told of, oldest first. */
function fresh({ panel, latest, history: { signalledTo } }: SignalInputs): readonly SessionDate[] {
  if (signalledTo !== undefined) return panel.sessions.filter((session) => session > signalledTo);
  return latest.waitsFor.length === 0 ? panel.sessions.slice(-1) : [];
}

function rebalances(inputs: SignalInputs): DecisionFacts[] {
  return fresh(inputs)
    .map(inputs.now)
    .filter(({ signal }) => signal === 'rebalance')
    .map((targets) => decisionFacts(targets, 'rebalance', inputs));
}

/**
 * That pairs have come near their limit, once until they have been further from it again, or have traded: they are near at the
 * as-of session and were not at the last one that somebody was told of, or have not been all the time since.
 */
function held(inputs: SignalInputs): DecisionFacts[] {
  const { now } = inputs;
  const sessions = fresh(inputs);
  const asOf = sessions.at(-1);
  if (asOf === undefined) return [];
  const facts = decisionFacts(now(asOf), 'hold', inputs);
  if (facts.signal !== 'hold' || nearPairs(facts).length === 0) return [];
  const nearOn = (session: SessionDate): string[] => {
    const then = decisionFacts(now(session), 'hold', inputs);
    return then.signal === 'hold' ? nearPairs(then).map(pairKey) : [];
  };
  const known = inputs.history.signalledTo;
  const before = known !== undefined && inputs.panel.sessions.includes(known) ? [known, ...sessions] : sessions;
  let told = known === undefined ? [] : nearOn(before[0] ?? asOf);
  for (const session of before.slice(1)) {
    const near = nearOn(session);
    told = told.filter((pair) => near.includes(pair));
  }
  return nearPairs(facts).every((pair) => told.includes(pairKey(pair))) ? [] : [facts];
}

/** That the drawdown is beyond its limit, once until it has been smaller again. */
function drawdowns(inputs: SignalInputs): DrawdownFacts[] {
  const { portfolio, panel, net, latest, history } = inputs;
  const limit = portfolio.signals?.drawdown;
  if (limit === undefined || fresh(inputs).length === 0) return [];
  let peak: { session: SessionDate | null; nav: number } = { session: null, nav: portfolio.capital };
  let told = false;
  let drawdown = 0;
  for (const [row, session] of panel.sessions.entries()) {
    const nav = net.nav[row] ?? Number.NaN;
    if (nav > peak.nav) peak = { session, nav };
    drawdown = 1 - nav / peak.nav;
    const known = history.signalledTo !== undefined && session <= history.signalledTo;
    told = drawdown > limit && (told || known);
  }
  if (drawdown <= limit || told) return [];
  const { portfolio: name, asOf: session, newest, synthetic } = latest;
  const nav = net.nav.at(-1) ?? Number.NaN;
  const late = session !== newest;
  return [{ kind: 'drawdown', portfolio: name, session, newest, late, synthetic, nav, drawdown, limit, peak }];
}

function recovered({ latest, history }: SignalInputs): SignalFacts[] {
  if (history.late === undefined || latest.asOf < history.late) return [];
  const { portfolio, newest, synthetic, signal } = latest;
  const session = history.late;
  return [{ kind: 'recovered', portfolio, session, newest, late: false, synthetic, signal }];
}
