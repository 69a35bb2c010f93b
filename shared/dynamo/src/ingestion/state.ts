import {
  DeleteItemCommand,
  PutItemCommand,
  type QueryCommandInput,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { Ticker } from '@evenkeel/domain/prices';
import type { DynamoClients } from '../requests/clients';
import type { Item } from '../requests/item';
import { queryAll } from '../requests/query';
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
} from './items';
import type { Coverage, Held, QuarantineEntry, RunRecord } from './records';
import { type LeaseStore, leaseStore } from './lease-store';

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
  const { client } = clients;
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
    leases: leaseStore(client, table),
  };
}
