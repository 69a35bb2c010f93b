import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import {
  signalItem,
  type ChainedCheckpoint,
  type LatestView,
  type Publication,
  type PublicationRequest,
  type Signal,
  type StrategyView,
  type StoredCheckpoints,
  type StrategyViews,
  type TakenFence,
} from '@evenkeel/dynamo/strategy';

/** A Strategy table in memory, enough to see in which order it is used; `before` runs ahead of each call. */
export class FakeStrategyViews implements StrategyViews {
  readonly calls: string[] = [];
  readonly published: StrategyView[] = [];
  readonly signals = new Map<string, Signal>();
  taken = 0;
  publishedNumber = 0;
  settled: readonly ChainedCheckpoint[] = [];

  constructor(private readonly before: (call: string, views: FakeStrategyViews) => void = () => undefined) {}

  /** What the fence says beside its number. */
  noted: Omit<TakenFence, 'number' | 'unannounced'> = {
    changedFrom: undefined,
    checkpoint: undefined,
    signalledTo: undefined,
    generation: undefined,
  };

  takeFence(_portfolio: string, changedFrom?: SessionDate): Promise<TakenFence> {
    this.note('takeFence');
    this.taken += 1;
    const pending = [...this.signals.values()].filter(({ announced }) => !announced);
    const unannounced = pending.map(({ session, version }) => signalItem(session, version));
    const [oldest] = [this.noted.changedFrom ?? [], changedFrom ?? []].flat().sort();
    this.noted = { ...this.noted, changedFrom: oldest };
    return Promise.resolve({ ...this.noted, number: this.taken, unannounced });
  }

  checkpoints(): Promise<StoredCheckpoints> {
    this.note('checkpoints');
    return Promise.resolve({ checkpoints: this.settled, unreadable: [] });
  }

  publish({ fence, view, generation, checkpoints }: PublicationRequest): Promise<Publication> {
    this.note('publish');
    if (fence !== this.taken) return Promise.resolve('superseded');
    this.publishedNumber = fence;
    this.published.push(view);
    for (const signal of view.signals) {
      if (this.signals.has(signal.session)) continue;
      this.signals.set(signal.session, { ...signal, version: fence, announced: false });
    }
    const written = new Set(checkpoints?.write.map(({ date }) => date));
    this.settled = [...this.settled.filter(({ date }) => !written.has(date)), ...(checkpoints?.write ?? [])];
    const { asOf } = view.latest;
    this.noted = {
      changedFrom: undefined,
      checkpoint: checkpoints?.newest,
      signalledTo: asOf === null ? this.noted.signalledTo : parseSessionDate(asOf),
      generation,
    };
    return Promise.resolve('published');
  }

  publishedFence(): Promise<number> {
    this.note('publishedFence');
    return Promise.resolve(this.publishedNumber);
  }

  pendingSignals(_portfolio: string, items: readonly string[] | 'all'): Promise<readonly Signal[]> {
    this.note('pendingSignals');
    const asked = ({ session, version }: Signal) => items === 'all' || items.includes(signalItem(session, version));
    return Promise.resolve([...this.signals.values()].filter((signal) => !signal.announced && asked(signal)));
  }

  markAnnounced(_portfolio: string, { session }: Pick<Signal, 'session' | 'version'>): Promise<void> {
    this.note('markAnnounced');
    const signal = this.signals.get(session);
    if (signal) this.signals.set(session, { ...signal, announced: true });
    return Promise.resolve();
  }

  latest(): Promise<LatestView | undefined> {
    return Promise.resolve(undefined);
  }

  parts(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  portfolios(): Promise<string[]> {
    return Promise.resolve([]);
  }

  private note(call: string): void {
    this.before(call, this);
    this.calls.push(call);
  }
}
