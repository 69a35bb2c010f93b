import { latestTargets, runBacktest, type Panel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Portfolio } from '@evenkeel/domain/portfolio';
import type { NewSignal } from '@evenkeel/dynamo/strategy';
import { type ReadyContent, readyHead } from '../view/ready-head';

/** What signals are taken from. */
export interface SignalInputs {
  readonly portfolio: Portfolio;
  /** Up to the as-of session. */
  readonly panel: Panel;
  /** The head of the view that the signals go with. */
  readonly latest: ReadyContent;
  /** The newest session whose signals have been recorded; absent before the first view. */
  readonly signalledTo: SessionDate | undefined;
}

/**
 * A signal for each session after `signalledTo` that calls for trades, oldest first, with the targets as they were then. One whose
 * session is no longer the newest of any symbol is marked `late`. With the first view only the newest session can give a signal:
 * what a filling table passes through on its way is history.
 */
export function dueSignals({ portfolio, panel, latest, signalledTo }: SignalInputs): NewSignal[] {
  if (signalledTo === undefined) {
    return latest.signal === 'rebalance' && latest.waitsFor.length === 0
      ? [{ session: latest.asOf, content: latest }]
      : [];
  }
  return panel.sessions
    .filter((session) => session > signalledTo)
    .flatMap((session) => {
      const content = session === latest.asOf ? latest : contentOn(session, { portfolio, panel, latest });
      if (content.signal !== 'rebalance') return [];
      return [{ session, content: session === latest.newest ? content : { ...content, late: true } }];
    });
}

function contentOn(
  session: SessionDate,
  { portfolio, panel, latest }: Omit<SignalInputs, 'signalledTo'>,
): ReadyContent {
  const { state } = runBacktest(portfolio, panel, { until: session });
  return { ...latest, ...readyHead(latestTargets(portfolio, panel, state)) };
}
