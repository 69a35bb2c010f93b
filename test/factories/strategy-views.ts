import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import {
  signalId,
  signalItem,
  type BookedEntry,
  type ChainedCheckpoint,
  type Claimed,
  type DistanceYear,
  type Fence,
  type FoundSignals,
  type LatestView,
  type ListedPortfolio,
  type LedgerPointer,
  type Publication,
  type PublicationRequest,
  type Signal,
  type SignalRange,
  type StoredEntry,
  type StrategyView,
  type StoredCheckpoints,
  type StrategyViews,
  type TakenFence,
} from '@evenkeel/dynamo/strategy';

/** A Strategy table in memory, enough to see in which order it is used; `before` runs ahead of each call. */
export class FakeStrategyViews implements StrategyViews {
  readonly calls: string[] = [];
  readonly published: StrategyView[] = [];
  /** In the order in which they were booked. */
  readonly booked: StoredEntry[] = [];
  private pointer: LedgerPointer | undefined;
  private years = new Map<string, DistanceYear>();
  /** By item. */
  readonly recorded = new Map<string, Signal>();
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
    late: undefined,
    comesBack: false,
    ledger: undefined,
  };

  takeFence(_portfolio: string, changedFrom?: SessionDate): Promise<TakenFence> {
    this.note('takeFence');
    this.taken += 1;
    const unannounced = [...this.recorded].flatMap(([item, { announced }]) => (announced ? [] : [item]));
    const [oldest] = [this.noted.changedFrom ?? [], changedFrom ?? []].flat().sort();
    this.noted = { ...this.noted, changedFrom: oldest };
    return Promise.resolve({ ...this.noted, number: this.taken, unannounced });
  }

  checkpoints(): Promise<StoredCheckpoints> {
    this.note('checkpoints');
    return Promise.resolve({ checkpoints: this.settled, unreadable: [] });
  }

  publish({ fence, view, generation, checkpoints, ledger }: PublicationRequest): Promise<Publication> {
    this.note('publish');
    if (fence !== this.taken) return Promise.resolve('superseded');
    this.publishedNumber = fence;
    this.published.push(view);
    for (const { session: text, ...signal } of view.signals) {
      const session = parseSessionDate(text);
      const id = signalId('test', { session, version: fence, kind: signal.kind });
      this.recorded.set(signalItem(session, fence, signal.kind), {
        ...signal,
        id,
        session,
        version: fence,
        announced: false,
      });
    }
    for (const booked of ledger?.entries ?? []) {
      this.booked.push({ ...booked, version: fence, recordedAt: '' });
      const { generation: number, n, entry } = booked;
      this.pointer = {
        start: ledger?.start ?? parseSessionDate(entry.session),
        generation: number,
        n,
        session: entry.session,
      };
    }
    for (const [year, rows] of ledger?.distances ?? []) this.years.set(year, rows);
    const written = new Set(checkpoints?.write.map(({ date }) => date));
    this.settled = [...this.settled.filter(({ date }) => !written.has(date)), ...(checkpoints?.write ?? [])];
    const { asOf } = view.latest;
    this.noted = {
      changedFrom: undefined,
      checkpoint: checkpoints?.newest,
      signalledTo: asOf === null ? this.noted.signalledTo : parseSessionDate(asOf),
      generation,
      late: undefined,
      comesBack: false,
      ledger: this.pointer,
    };
    return Promise.resolve('published');
  }

  fence(): Promise<Fence> {
    this.note('fence');
    return Promise.resolve({
      ledger: this.pointer,
      taken: this.taken,
      published: this.publishedNumber,
      unannounced: [],
      unlisted: [],
    });
  }

  pendingSignals(_portfolio: string, items: readonly string[] | 'all'): Promise<FoundSignals> {
    this.note('pendingSignals');
    const pending = [...this.recorded].filter(
      ([item, { announced }]) => !announced && (items === 'all' || items.includes(item)),
    );
    return Promise.resolve({ signals: pending.map(([, signal]) => signal), unreadable: [] });
  }

  claimSignal(_portfolio: string, { session, version, kind }: Signal): Promise<Claimed> {
    this.note('claimSignal');
    return Promise.resolve(
      this.recorded.get(signalItem(session, version, kind))?.announced === false ? 'taken' : 'done',
    );
  }

  releaseSignal(): Promise<void> {
    this.note('releaseSignal');
    return Promise.resolve();
  }

  markAnnounced(_portfolio: string, signal: Signal, at: Date): Promise<void> {
    this.note('markAnnounced');
    const { session, version, kind } = signal;
    const item = signalItem(session, version, kind);
    this.recorded.set(item, { ...signal, announced: true, announcedAt: at.toISOString() });
    return Promise.resolve();
  }

  markUndeliverable(_portfolio: string, item: string): Promise<void> {
    this.note('markUndeliverable');
    this.recorded.delete(item);
    return Promise.resolve();
  }

  lastEntry(): Promise<StoredEntry> {
    const last = this.booked.at(-1);
    return last === undefined ? Promise.reject(new Error('nothing is booked')) : Promise.resolve(last);
  }

  freelyNumbered(_portfolio: string, entries: readonly BookedEntry[]): Promise<BookedEntry[]> {
    return Promise.resolve([...entries]);
  }

  ledgerEntries(): Promise<readonly StoredEntry[]> {
    return Promise.resolve(this.booked.toReversed());
  }

  distances(): Promise<ReadonlyMap<string, DistanceYear>> {
    return Promise.resolve(this.years);
  }

  recordLate(): Promise<'refused'> {
    return Promise.resolve('refused');
  }

  signals(_portfolio: string, { from = '', to = '9999' }: SignalRange): Promise<FoundSignals> {
    this.note('signals');
    const inside = [...this.recorded.values()].filter(({ session }) => session >= from && session <= to);
    return Promise.resolve({ signals: inside.toReversed(), unreadable: [] });
  }

  /** The head of the newest view, as the publication with its number has written it. */
  latest(): Promise<LatestView | undefined> {
    const latest = this.published.at(-1)?.latest;
    const { publishedNumber: version, noted } = this;
    return Promise.resolve(
      latest && {
        ...latest,
        version,
        generation: noted.generation?.number ?? 0,
        computedAt: '2024-06-28T21:00:00Z',
        changes: null,
      },
    );
  }

  parts(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  portfolios(): Promise<ListedPortfolio[]> {
    return Promise.resolve([]);
  }

  retire(): Promise<void> {
    return Promise.resolve();
  }

  private note(call: string): void {
    this.before(call, this);
    this.calls.push(call);
  }
}
