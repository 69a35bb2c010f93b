import { AppError, messageOf } from '@evenkeel/domain';
import { backoffMs, type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { type Signal, signalItem, type StrategyViews } from '@evenkeel/dynamo/strategy';
import { type Announce, isUndeliverable } from './announce';

/** What sending signals needs. */
export interface OutboxDeps {
  readonly views: Pick<
    StrategyViews,
    'pendingSignals' | 'claimSignal' | 'releaseSignal' | 'markAnnounced' | 'markUndeliverable'
  >;
  /** Tells the subscribers; absent where there is nobody to tell. */
  readonly announce?: Announce | undefined;
  readonly now: () => Date;
  /** Hears of each signal that could not be sent, and why, whether it is tried again or never. */
  readonly missed?: ((signal: string, why: string) => void) | undefined;
  /** In place of this machine. */
  readonly machine?: Machine | undefined;
}

/** What became of the signals that were pending. */
export interface Announced {
  /** Ids of the messages that went out. */
  readonly sent: readonly string[];
  /** What can never be sent, and why. It is not tried again. */
  readonly undeliverable: readonly string[];
}

/** So many failures one after another are the topic's, not the signal's. */
const MOST_FAILURES = 3;

/** Longer than a message is on its way, with the SDK's own attempts; whoever has not noted it by then is taken for dead. */
const CLAIM_MS = 30_000;
const LOOK = { firstMs: 50, longestMs: 1_000 };

/**
 * Tells of every signal under `items` that was recorded and nobody has been told of, by whichever recomputation, oldest first. A
 * signal is recorded in the same transaction as its view, so a crash leaves it pending for the next wake-up. Of several that find it
 * pending one claims it, and the others wait for that one to be done, or dead. So subscribers get a message twice, with the same id,
 * only where its sender was stopped before it could note it, and never not at all. One that cannot be sent does not stop those after it.
 * @throws AppError `failed` when some could not be sent now; they stay pending
 */
export async function announcePending(
  { views, announce, now, missed = () => undefined, machine = THIS_MACHINE }: OutboxDeps,
  portfolio: string,
  items: readonly string[] | 'all',
): Promise<Announced> {
  if (!announce || items.length === 0) return { sent: [], undeliverable: [] };
  const { signals, unreadable } = await views.pendingSignals(portfolio, items);
  const undeliverable: string[] = [];
  for (const item of unreadable) {
    await views.markUndeliverable(portfolio, item, UNREADABLE);
    undeliverable.push(`${item}: ${UNREADABLE}`);
    missed(item, UNREADABLE);
  }
  const sent: string[] = [];
  const failures: unknown[] = [];
  let settled = 0;
  const token = machine.uuid();
  for (const signal of signals) {
    if (!(await isOurs(views, portfolio, signal, { token, machine }))) {
      settled += 1;
      continue;
    }
    try {
      await announce(portfolio, signal);
    } catch (error) {
      missed(signal.id, messageOf(error));
      if (isUndeliverable(error)) {
        await views.markUndeliverable(portfolio, itemOf(signal), messageOf(error));
        undeliverable.push(`${signal.id}: ${messageOf(error)}`);
        settled += 1;
        continue;
      }
      await views.releaseSignal(portfolio, signal, token);
      if (failures.push(error) === MOST_FAILURES) break;
      continue;
    }
    await views.markAnnounced(portfolio, signal, now());
    sent.push(signal.id);
  }
  if (failures.length > 0) throw unsent(portfolio, signals.length - sent.length - settled, failures);
  return { sent, undeliverable };
}

/** Waits while another has claimed the signal. @returns whether it is to be sent by whoever holds `token` */
async function isOurs(
  views: OutboxDeps['views'],
  portfolio: string,
  signal: Signal,
  { token, machine }: { readonly token: string; readonly machine: Machine },
): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    const now = machine.now();
    const claimed = await views.claimSignal(portfolio, signal, { token, now, until: now + CLAIM_MS });
    if (claimed !== 'held') return claimed === 'taken';
    await machine.pause(backoffMs(look, LOOK, machine.random()));
  }
}

const UNREADABLE = 'the item is not as it was written';

function itemOf({ session, version, kind }: Signal): string {
  return signalItem(session, version, kind);
}

function unsent(portfolio: string, count: number, [first]: readonly unknown[]): AppError {
  return new AppError(
    'failed',
    `${count} signal(s) of ${portfolio} could not be sent and stay pending: ${messageOf(first)}; the next wake-up tries again`,
    { portfolio },
    { cause: first },
  );
}
