import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { Bar, Ticker } from '@evenkeel/domain/prices';
import { type Machine, THIS_MACHINE } from '../pacing/machine';
import { batchWrite, type BatchWriteOptions } from '../requests/batch-write';
import type { Item } from '../requests/item';
import { transact } from '../requests/transaction';
import { barItem, barOfItem, type Provenance, sameBar, type StoredBar } from './bar-item';

/** What became of a bar that was put. */
export type PutOutcome =
  | { readonly stored: true }
  /** A bar of that session was there before; it has been left alone. */
  | { readonly stored: false; readonly existing: StoredBar };

/**
 * Writes the PriceHistory table. Only ingestion does. Nothing here replaces a bar by accident: single puts are
 * conditional on the session being absent, replacements on the old bar being as the caller read it.
 */
export interface PriceHistoryWriter {
  /** Stores a bar unless its session has one. Repeating it after a lost acknowledgement answers `stored` again. */
  putIfAbsent(ticker: Ticker, bar: Bar, provenance: Provenance): Promise<PutOutcome>;
  /**
   * Stores many bars, marked `bulk`, so that they do not wake the strategy one by one. BatchWriteItem knows no
   * conditions, so the caller must hold the writers' lease, must have read which sessions are stored, and
   * passes only sessions that are not: with a single writer at a time, what is absent when read is absent when
   * written, and everything outside the bulk is a conditional put that a stale writer cannot get past.
   */
  writeBulk(ticker: Ticker, bars: readonly Bar[], provenance: Provenance, options?: BatchWriteOptions): Promise<void>;
  /**
   * Replaces `before` by `after` in one transaction with `record`, the item of the audit trail, so that neither is ever
   * there without the other.
   * @returns false, and nothing is written, when the stored bar is not (or no longer) `before`
   * @throws AppError `failed` when it was throttled or in conflict for too long; running again completes it
   */
  replace(ticker: Ticker, before: Bar, after: Bar, provenance: Provenance, record: TransactWriteItem): Promise<boolean>;
}

/** A writer of `table`. */
export function priceHistoryWriter(
  client: DynamoDBClient,
  table: string,
  machine: Machine = THIS_MACHINE,
): PriceHistoryWriter {
  return {
    async putIfAbsent(ticker, bar, provenance) {
      try {
        await client.send(new PutItemCommand(putIfAbsentInput(table, ticker, bar, provenance)));
        return { stored: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
        const existing = barOfItem(error.Item);
        return isOwnWrite(existing, bar, provenance) ? { stored: true } : { stored: false, existing };
      }
    },
    writeBulk: (ticker, bars, provenance, options) =>
      batchWrite(client, table, bulkItems(ticker, bars, provenance), { machine, ...options }),
    async replace(ticker, before, after, provenance, record) {
      const put: TransactWriteItem = { Put: replaceInput(table, ticker, before, after, provenance) };
      const what = `${ticker} ${after.session}: its correction`;
      return (await transact(client, [put, record], { what, machine })) === 'written';
    },
  };
}

function* bulkItems(ticker: Ticker, bars: readonly Bar[], provenance: Provenance): Generator<Item> {
  for (const bar of bars) yield barItem(ticker, bar, provenance, true);
}

/** Puts a bar where its session has none. */
function putIfAbsentInput(table: string, ticker: Ticker, bar: Bar, provenance: Provenance): PutItemCommandInput {
  return {
    TableName: table,
    Item: barItem(ticker, bar, provenance),
    ConditionExpression: 'attribute_not_exists(#ticker)',
    ExpressionAttributeNames: { '#ticker': 'ticker' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Puts `after` where exactly `before` is stored. */
function replaceInput(
  table: string,
  ticker: Ticker,
  before: Bar,
  after: Bar,
  provenance: Provenance,
): { TableName: string } & PutItemCommandInput {
  const old = barItem(ticker, before, provenance);
  const fields = ['open', 'high', 'low', 'close', 'volume', 'dividends', 'splits'] as const;
  return {
    TableName: table,
    Item: barItem(ticker, after, provenance),
    ConditionExpression: fields.map((field) => `#${field} = :${field}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    ExpressionAttributeValues: Object.fromEntries(
      fields.flatMap((field) => {
        const value = old[field];
        return value === undefined ? [] : [[`:${field}`, value]];
      }),
    ),
  };
}

/**
 * A put whose acknowledgement was lost is repeated by the SDK and then finds its own bar; the instant of
 * recording tells it from another's.
 */
function isOwnWrite(existing: StoredBar, bar: Bar, provenance: Provenance): boolean {
  return existing.recordedAt === provenance.recordedAt && !existing.bulk && sameBar(existing, bar);
}
