import type {
  LatestView,
  Publication,
  PublicationRequest,
  Signal,
  StrategyView,
  StrategyViews,
} from '@evenkeel/dynamo/strategy';

/** A Strategy table in memory, enough to see in which order it is used; `before` runs ahead of each call. */
export class FakeStrategyViews implements StrategyViews {
  readonly calls: string[] = [];
  readonly published: StrategyView[] = [];
  readonly signals = new Map<string, Signal>();
  taken = 0;
  publishedNumber = 0;

  constructor(private readonly before: (call: string, views: FakeStrategyViews) => void = () => undefined) {}

  takeFence(): Promise<number> {
    this.note('takeFence');
    this.taken += 1;
    return Promise.resolve(this.taken);
  }

  publish({ fence, view }: PublicationRequest): Promise<Publication> {
    this.note('publish');
    if (fence !== this.taken) return Promise.resolve('superseded');
    this.publishedNumber = fence;
    this.published.push(view);
    const { signal } = view;
    if (signal && !this.signals.has(signal.session))
      this.signals.set(signal.session, { ...signal, version: fence, announced: false });
    return Promise.resolve('published');
  }

  publishedFence(): Promise<number> {
    this.note('publishedFence');
    return Promise.resolve(this.publishedNumber);
  }

  pendingSignal(_portfolio: string, session: string): Promise<Signal | undefined> {
    this.note('pendingSignal');
    const signal = this.signals.get(session);
    return Promise.resolve(signal?.announced === false ? signal : undefined);
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
