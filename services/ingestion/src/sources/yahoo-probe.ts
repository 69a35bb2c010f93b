import { messageOf } from '@evenkeel/domain';
import { addCalendarDays, exchangeDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import { type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { openSource } from './open-source';

/** Whether Yahoo answered with prices, and if not the one line that says why. */
export type YahooReach = { readonly reachable: true } | { readonly reachable: false; readonly reason: string };

/** How to probe; nothing means Yahoo itself, by the global `fetch`. */
export interface ProbeOptions {
  /** Another base URL than Yahoo's. */
  readonly yahooUrl?: string | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** How long Yahoo may take to answer; 3 seconds unless told. */
  readonly timeoutMs?: number | undefined;
  readonly machine?: Machine | undefined;
}

const A_FEW_SESSIONS_DAYS = 10;

/**
 * Whether Yahoo serves prices here and now: one real request for a few sessions of SPY, not repeated.
 * @throws AppError `bad-input` when `yahooUrl` is no URL
 */
export async function probeYahoo({
  yahooUrl,
  fetch,
  timeoutMs = 3_000,
  machine = THIS_MACHINE,
}: ProbeOptions = {}): Promise<YahooReach> {
  const source = openSource('yahoo', { yahooUrl, fetch, machine, policy: { attempts: 1, timeoutMs } });
  const from = addCalendarDays(exchangeDate(new Date(machine.now())), -A_FEW_SESSIONS_DAYS);
  return source.fetch(parseTicker('SPY'), { from }).then(
    () => ({ reachable: true }),
    (error: unknown) => ({ reachable: false, reason: messageOf(error) }),
  );
}
