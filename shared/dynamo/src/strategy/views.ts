import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Machine, THIS_MACHINE } from '../pacing/machine';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { readCheckpoints, type StoredCheckpoints } from './checkpoints/checkpoints';
import { readFence, takeFence, type TakenFence } from './fence';
import { readPortfolios } from './items';
import type { Signal } from './signals/signal-item';
import { markAnnounced, pendingSignals } from './signals/signals';
import type { LatestView } from './view/content';
import { publish, type Publication, type PublicationRequest } from './view/publish';
import { readLatest, readParts, type ViewParts } from './view/reader';

/** Read side of the Strategy table: all that the query service needs. */
export interface StrategyReader {
  /** The newest view's head, or `undefined` while there is none. */
  latest(portfolio: string): Promise<LatestView | undefined>;
  /**
   * The head and those of its parts whose name is `name` or begins with `name#`, all of one version.
   * @throws AppError `conflict` when the view kept changing while it was read, `bad-data` when a part of it is not there
   */
  parts(portfolio: string, name: string): Promise<ViewParts | undefined>;
  /** Names of the portfolios that have a view, sorted. */
  portfolios(): Promise<string[]>;
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
  /** The number behind the last view that was published or found unchanged; 0 while there is none. */
  publishedFence(portfolio: string): Promise<number>;
  /** Writes what differs from the stored view, only while no number after the request's has been taken. */
  publish(request: PublicationRequest): Promise<Publication>;
  /** Those of the signals under `items`, or of all, that nobody has been told of yet, oldest first. */
  pendingSignals(portfolio: string, items: readonly string[] | 'all'): Promise<readonly Signal[]>;
  /** Notes that a signal went out. */
  markAnnounced(portfolio: string, signal: Pick<Signal, 'session' | 'version'>): Promise<void>;
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
  return {
    latest: (portfolio) => readLatest(where, portfolio),
    parts: (portfolio, name) => readParts(where, portfolio, name, machine),
    portfolios: () => readPortfolios(where),
    takeFence: (portfolio, changedFrom) => takeFence(where, portfolio, changedFrom),
    checkpoints: (portfolio) => readCheckpoints(where, portfolio),
    publishedFence: async (portfolio) => (await readFence(where, portfolio)).published,
    publish: (request) => publish(where, request, machine),
    pendingSignals: (portfolio, items) => pendingSignals(where, portfolio, items),
    markAnnounced: (portfolio, signal) => markAnnounced(where, portfolio, signal),
  };
}
