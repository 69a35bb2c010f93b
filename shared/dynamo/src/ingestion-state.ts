import { DeleteItemCommand, PutItemCommand, type QueryCommandInput, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Item } from './bar-item';
import type { DynamoClients } from './clients';
import { type Correction, correctionItem, correctionOfItem, correctionPartition } from './correction-item';
import {
  coverageItem,
  coverageOfItem,
  PARTITION,
  quarantineItem,
  quarantineKey,
  quarantineOfItem,
  runItem,
  runOfItem,
} from './ingestion-items';
import { type LeaseStore, leaseStore } from './lease-store';
import { queryAll } from './query';

/** What is known about the stored history of one symbol. */
export interface Coverage {
  readonly ticker: Ticker;
  /** `filling` while bars are written in bulk, and after that was interrupted. */
  readonly state: 'filling' | 'complete';
  /** While `filling`: the first date that is being filled; all there is when absent. */
  readonly fillingFrom?: SessionDate | undefined;
  /** Oldest and newest stored session. */
  readonly first?: SessionDate | undefined;
  readonly last?: SessionDate | undefined;
  /** Sessions of the calendar between them of which the vendor has sent no row; asked for again by each update. */
  readonly gaps: readonly SessionDate[];
  /** What is in quarantine, its entries being items of their own; bars are asked for again by each update. */
  readonly held: readonly Held[];
  /** ISO instant of the vendor's answer that last changed any of this. */
  readonly vintage: string;
  /** Announced events whose session has not come. */
  readonly upcoming: readonly UpcomingEvent[];
}

/** A dividend or split of a session that has no bar yet. */
export interface UpcomingEvent {
  readonly session: SessionDate;
  readonly kind: 'dividend' | 'split';
  /** Decimal text: cash per share, or new shares per old share. */
  readonly amount: string;
}

/** Key and reason of something in quarantine. */
export interface Held {
  readonly session: SessionDate;
  /** What is held back: `bar`, `dividend`, `correction` or `fetch`. */
  readonly scope: string;
  readonly reason: string;
}

/** Something that arrived and was not believed. */
export interface QuarantineEntry extends Held {
  readonly ticker: Ticker;
  /** One sentence with the numbers. */
  readonly detail: string;
  /** ISO instant at which it was first held back for this reason. */
  readonly seenAt: string;
}

/** A finished run. */
export interface RunRecord {
  readonly job: string;
  /** Id of the run; ids of one job ascend with time. */
  readonly run: string;
  /** ISO instant. */
  readonly finishedAt: string;
  /** The job's summary as JSON text. */
  readonly summary: string;
}

/** The Ingestion table: what ingestion knows about its own work. Only ingestion reads or writes it. */
export interface IngestionState {
  /** Coverage of all symbols, in one small query. */
  coverage(): Promise<ReadonlyMap<Ticker, Coverage>>;
  putCoverage(coverage: Coverage): Promise<void>;
  quarantined(ticker: Ticker): Promise<readonly QuarantineEntry[]>;
  putQuarantined(entry: QuarantineEntry): Promise<void>;
  /** Called when a later answer has resolved it. */
  removeQuarantined(ticker: Ticker, held: Held): Promise<void>;
  /** The write of an audit record, to be part of the transaction that replaces the bar. */
  correctionWrite(correction: Correction): TransactWriteItem;
  /** Corrections of a symbol, oldest first. */
  corrections(ticker: Ticker): Promise<readonly Correction[]>;
  putRun(record: RunRecord): Promise<void>;
  /** The last `n` runs of a job, newest first. */
  runs(job: string, n: number): Promise<readonly RunRecord[]>;
  readonly leases: LeaseStore;
}

/** The state in `table`. */
export function ingestionState(clients: DynamoClients, table: string): IngestionState {
  const { client, documents } = clients;
  const partition = (pk: string, more: Partial<QueryCommandInput> = {}): QueryCommandInput => ({
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
    ConsistentRead: true,
    ...more,
  });
  const put = async (item: Item): Promise<void> => {
    await client.send(new PutItemCommand({ TableName: table, Item: item }));
  };

  return {
    async coverage() {
      const items = await queryAll(client, partition(PARTITION.coverage));
      return new Map(items.map(coverageOfItem).map((coverage) => [coverage.ticker, coverage]));
    },
    putCoverage: (coverage) => put(coverageItem(coverage)),
    async quarantined(ticker) {
      const items = await queryAll(client, partition(PARTITION.quarantine(ticker)));
      return items.flatMap((item) => quarantineOfItem(ticker, item));
    },
    putQuarantined: (entry) => put(quarantineItem(entry)),
    async removeQuarantined(ticker, held) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: quarantineKey(ticker, held) }));
    },
    correctionWrite: (correction) => ({ Put: { TableName: table, Item: correctionItem(correction) } }),
    async corrections(ticker) {
      const items = await queryAll(client, partition(correctionPartition(ticker)));
      return items.map((item) => correctionOfItem(ticker, item));
    },
    putRun: (record) => put(runItem(record)),
    async runs(job, n) {
      const items = await queryAll(client, partition(PARTITION.run(job), { ScanIndexForward: false, Limit: n }), n);
      return items.map((item) => runOfItem(job, item));
    },
    leases: leaseStore(documents, table),
  };
}
