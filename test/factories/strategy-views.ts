import type { Json } from '@evenkeel/dynamo/requests';
import type { LatestView, Publication, StrategyView, StrategyViews } from '@evenkeel/dynamo/strategy';

/** A Strategy table in memory, enough to see in which order it is used; `before` runs ahead of each call. */
export class FakeStrategyViews implements StrategyViews {
  readonly calls: string[] = [];
  readonly published: StrategyView[] = [];
  readonly pending = new Map<string, Json>();
  taken = 0;
  publishedNumber = 0;

  constructor(private readonly before: (call: string, views: FakeStrategyViews) => void = () => undefined) {}

  takeFence(): Promise<number> {
    this.note('takeFence');
    this.taken += 1;
    return Promise.resolve(this.taken);
  }

  publish(_portfolio: string, fence: number, view: StrategyView): Promise<Publication> {
    this.note('publish');
    if (fence !== this.taken) return Promise.resolve('superseded');
    this.publishedNumber = fence;
    this.published.push(view);
    const { signal } = view;
    if (signal && !this.pending.has(signal.session)) this.pending.set(signal.session, signal.content);
    return Promise.resolve('published');
  }

  publishedFence(): Promise<number> {
    this.note('publishedFence');
    return Promise.resolve(this.publishedNumber);
  }

  pendingSignal(_portfolio: string, session: string): Promise<Json | undefined> {
    this.note('pendingSignal');
    return Promise.resolve(this.pending.get(session) ?? undefined);
  }

  markAnnounced(_portfolio: string, session: string): Promise<void> {
    this.note('markAnnounced');
    this.pending.set(session, null);
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
