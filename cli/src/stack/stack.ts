import { AppError } from '@evenkeel/domain';
import { stopAllChildren } from './child';
import { type DatabaseChoice, startDatabase } from './database/choice';
import type { LocalDatabase } from './database/local-database';
import { type LocalQueue, startLocalQueue } from './local-queue';
import { readServiceFile } from './service-file';
import { removeOwnBuilds, startServices, type LocalServices } from './services';
import type { FailedBatch } from './stream/delivery';
import { eventSourceOf } from './stream/event-source';
import { invokeFunction } from './stream/invoke';
import { startStreamPoller, type StreamPoller } from './stream/poller';
import { localStreamApi } from './stream/stream-api';
import { createTables, streamedTable } from './tables';
import type { VitalParts } from './vital-parts';

/** AWS waits for tens of seconds to save invocations; on one's own machine there is little to save: an update puts a session within it. */
const LONGEST_WINDOW_MS = 60;

/** The stage of everything local. */
export const LOCAL_STAGE = 'dev';

/** The whole system on this machine. */
export interface Stack {
  readonly database: LocalDatabase;
  readonly services: LocalServices;
  /** What was given up and waits to be replayed. */
  readonly failures: LocalQueue;
  /** Tables that were made just now; the others were there. */
  readonly created: readonly string[];
  /** Settles when the services answer and the stream flows. */
  readonly ready: Promise<void>;
  /** Rejects when the stream can no longer be carried; otherwise settles after `stop`. */
  readonly flowing: Promise<void>;
  /** The tables have been filled: from now on every change is passed on at once. */
  filled(): void;
  /** Starts what the first targets do not need, and settles when all of the system answers. */
  complete(): Promise<void>;
  /** Has the strategy service compute its views now. */
  rebuild(): Promise<void>;
  /** Ends everything and waits until it is gone. */
  stop(): Promise<void>;
}

/** What the stack is made of. */
export interface StackSettings {
  readonly databaseChoice: DatabaseChoice;
  readonly persist?: string | undefined;
  readonly port: number;
  /** Files of the portfolios by their names. */
  readonly portfolios: ReadonlyMap<string, string>;
  readonly source: string;
  readonly data?: string | undefined;
  readonly now?: Date | undefined;
  /** Hears of records that were given up, after they have been put into the failure queue. */
  readonly onFailedBatch: (batch: FailedBatch) => void;
  /** Gets to know each process of the stack. */
  readonly vital: VitalParts;
}

/**
 * Starts the database, creates the tables and starts the services that the first targets need; answers as soon as the tables
 * can be written, while the services still get ready. `stopAllChildren` ends it.
 * @throws AppError `failed` with the output of the part that did not start
 */
export async function startStack(settings: StackSettings): Promise<Stack> {
  const startedAt = Date.now();
  const database = await startDatabase(settings.databaseChoice, settings.persist);
  settings.vital.add(database.child);
  const created = await createTables(database.endpoint, LOCAL_STAGE);
  const failures = await startLocalQueue(`evenkeel-strategy-${LOCAL_STAGE}-failed-batches`);
  const services = await startServices({ ...settings, endpoint: database.endpoint, stage: LOCAL_STAGE }, (child) =>
    settings.vital.add(child),
  );
  // Whatever tables that were there tell of earlier is part of the rebuild with which the stack goes on.
  const madeSince = created.length === 0 ? startedAt : undefined;
  let stopping = false;
  let filling = true;
  // While the tables are being filled each symbol's last bar is news; one recomputation for all of them is enough.
  const windowMs = (declaredMs: number): number =>
    filling ? Number.POSITIVE_INFINITY : Math.min(declaredMs, LONGEST_WINDOW_MS);
  const stream = services.ready.then(() => {
    if (stopping) throw new AppError('failed', 'everything is being stopped');
    return startStream(settings, database, services, { windowMs, madeSince, failures });
  });
  const ready = stream.then(() => undefined);
  const flowing = stream.then((poller) => poller.done);
  // Whoever started the stack watches these when it has come to that.
  for (const each of [ready, flowing]) each.catch(() => undefined);
  return {
    database,
    services,
    failures,
    created,
    ready,
    flowing,
    filled: () => {
      filling = false;
    },
    complete: async () => {
      if (!stopping) await services.startRest();
    },
    rebuild: async () => {
      const { service } = readServiceFile('strategy', LOCAL_STAGE);
      await invokeFunction(services.lambdaUrl('strategy'), `${service}-${LOCAL_STAGE}-rebuild`, {});
    },
    stop: async () => {
      stopping = true;
      // An invocation under way ends with the service that it is made of.
      const flow = stream.then((poller) => poller.stop()).catch(() => undefined);
      await Promise.all([flow, stopAllChildren(), failures.stop()]);
      removeOwnBuilds();
    },
  };
}

/** Carries the stream that the strategy service's serverless.yml listens to. */
function startStream(
  settings: StackSettings,
  database: LocalDatabase,
  services: LocalServices,
  how: {
    readonly windowMs: (declaredMs: number) => number;
    readonly madeSince: number | undefined;
    readonly failures: LocalQueue;
  },
): StreamPoller {
  const source = eventSourceOf(readServiceFile('strategy', LOCAL_STAGE), LOCAL_STAGE);
  return startStreamPoller({
    streams: localStreamApi(database.endpoint),
    tableName: streamedTable(LOCAL_STAGE),
    source,
    invoke: (event) => invokeFunction(services.lambdaUrl('strategy'), source.functionName, event),
    windowMs: () => how.windowMs(source.batchWindowMs),
    onFailure: (batch, record) => {
      how.failures.send(JSON.stringify(record));
      settings.onFailedBatch(batch);
    },
    madeSince: how.madeSince,
  });
}
