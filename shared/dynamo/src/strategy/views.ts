import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Machine, THIS_MACHINE } from '../pacing/machine';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { readCheckpoints, type StoredCheckpoints } from './checkpoints/checkpoints';
import { type Fence, readFence, takeFence, type TakenFence } from './fence';
import type { DistanceYear } from './ledger/content';
import { distances, freelyNumbered, lastEntry, ledgerEntries, type LedgerRange, type YearRange } from './ledger/ledger';
import type { BookedEntry, LedgerPointer, StoredEntry } from './ledger/ledger-item';
import { type ListedPortfolio, readListed, retire } from './listed';
import { type LateSession, recordLate } from './signals/late';
import { type Claim, type Claimed, claimSignal, releaseSignal } from './signals/claim';
import type { Signal } from './signals/signal-item';
import {
  type FoundSignals,
  markAnnounced,
  markUndeliverable,
  pendingSignals,
  type SignalRange,
  signalsIn,
} from './signals/signals';
import type { LatestView } from './view/content';
import type { KnownHashes } from './view/part-writes';
import { publish, type Publication, type PublicationRequest } from './view/publish';
import { type NewestYears, readLatest, readParts, type ViewParts } from './view/reader';

/** Read side of the Strategy table: all that the query service needs. */
export interface StrategyReader {
  /** The newest view's head, or `undefined` while there is none. */
  latest(portfolio: string): Promise<LatestView | undefined>;
  /**
   * The head and those of its parts whose name is `name` or begins with `name#`, all of one version.
   * @param years of parts by calendar year only the newest
   * @throws AppError `conflict` when the view kept changing while it was read, `bad-data` when a part of it is not there
   */
  parts(portfolio: string, name: string, years?: NewestYears): Promise<ViewParts | undefined>;
  /** The portfolios that have a view, by name. */
  portfolios(): Promise<ListedPortfolio[]>;
  /** The recorded signals of a range of sessions, newest first. */
  signals(portfolio: string, range: SignalRange): Promise<FoundSignals>;
  /** What the fence says now. */
  fence(portfolio: string): Promise<Fence>;
  /**
   * The entries of a range of sessions of the model ledger that stands at `at`, newest first.
   * @throws AppError `bad-data` naming an item that is not as it was written
   */
  ledgerEntries(portfolio: string, at: LedgerPointer, range: LedgerRange): Promise<readonly StoredEntry[]>;
  /**
   * The ledger beside its backtest, by calendar year: those of a range of years, or all.
   * @throws AppError `bad-data` naming an item that is not as it was written
   */
  distances(portfolio: string, years?: YearRange): Promise<ReadonlyMap<string, DistanceYear>>;
}

/** Both sides: all that the strategy service needs. */
export interface StrategyViews extends StrategyReader {
  /**
   * Takes the next fencing number; to be called before anything is read.
   * @param changedFrom the oldest session that is known to have changed
   */
  takeFence(portfolio: string, changedFrom?: SessionDate): Promise<TakenFence>;
  /** All stored checkpoints. */
  checkpoints(portfolio: string): Promise<StoredCheckpoints>;
  /**
   * The last entry of a ledger.
   * @throws AppError `bad-data` when it is not there, or not as it was written
   */
  lastEntry(portfolio: string, at: LedgerPointer): Promise<StoredEntry>;
  /** Entries of a ledger under names that nothing stands under yet. */
  freelyNumbered(portfolio: string, entries: readonly BookedEntry[]): Promise<BookedEntry[]>;
  /** Writes what differs from the stored view, only while no number after the request's has been taken. */
  publish(request: PublicationRequest): Promise<Publication>;
  /** Marks a portfolio that has a view as not computed any more; its next publication takes the mark away. */
  retire(portfolio: string, since: Date): Promise<void>;
  /** Those of the signals under `items`, or of all, that nobody has been told of yet, oldest first. */
  pendingSignals(portfolio: string, items: readonly string[] | 'all'): Promise<FoundSignals>;
  /** Claims a signal for its sending, unless somebody else has, whose claim still holds. */
  claimSignal(portfolio: string, signal: Signal, claim: Claim): Promise<Claimed>;
  /** Gives a claim back whose signal could not be sent. */
  releaseSignal(portfolio: string, signal: Signal, token: string): Promise<void>;
  /** Notes that a signal went out. */
  markAnnounced(portfolio: string, signal: Signal, at: Date): Promise<void>;
  /** Notes of an item of a signal why it can never be sent. */
  markUndeliverable(portfolio: string, item: string, why: string): Promise<void>;
  /** Records that a session is late, once, while the head is the one that it was judged by. */
  recordLate(late: LateSession): Promise<'written' | 'refused'>;
}

/**
 * The Strategy table. What kind an item is stands in its prefix, and each reader here asks for one of them. A view is a head
 * (`view#latest`) and the parts that it lists (`view#NAME#VERSION`); a part is written once and never changed, so whatever a head
 * lists belongs together.
 */
export function strategyViews(options: {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly machine?: Machine | undefined;
}): StrategyViews {
  const { client, table, machine = THIS_MACHINE } = options;
  const where = { client, table };
  const known = new Map<string, KnownHashes>();
  const knownOf = (portfolio: string): KnownHashes => {
    const hashes: KnownHashes = known.get(portfolio) ?? new Map<string, never>();
    known.set(portfolio, hashes);
    return hashes;
  };
  return {
    latest: (portfolio) => readLatest(where, portfolio),
    parts: (portfolio, name, years) => readParts(where, portfolio, name, years, machine),
    portfolios: () => readListed(where),
    retire: (portfolio, since) => retire(where, portfolio, since, machine),
    takeFence: (portfolio, changedFrom) => takeFence(where, portfolio, changedFrom),
    checkpoints: (portfolio) => readCheckpoints(where, portfolio),
    signals: (portfolio, range) => signalsIn(where, portfolio, range),
    fence: (portfolio) => readFence(where, portfolio),
    ledgerEntries: (portfolio, at, range) => ledgerEntries(where, portfolio, at, range),
    distances: (portfolio, years) => distances(where, portfolio, years),
    lastEntry: (portfolio, at) => lastEntry(where, portfolio, at),
    freelyNumbered: (portfolio, entries) => freelyNumbered(where, portfolio, entries),
    publish: (request) => publish(where, request, machine, knownOf(request.portfolio)),
    pendingSignals: (portfolio, items) => pendingSignals(where, portfolio, items),
    claimSignal: (portfolio, signal, claim) => claimSignal(where, portfolio, signal, claim),
    releaseSignal: (portfolio, signal, token) => releaseSignal(where, portfolio, signal, token),
    markAnnounced: (portfolio, signal, at) => markAnnounced(where, portfolio, signal, at),
    markUndeliverable: (portfolio, item, why) => markUndeliverable(where, portfolio, item, why),
    recordLate: (late) => recordLate(where, late, machine),
  };
}
