import { UpdateItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { isAppError } from '@evenkeel/domain';
import { mapBounded } from '../../pacing/bounded';
import type { Item } from '../../requests/item';
import {
  FENCE,
  itemKey,
  itemsUnder,
  newestPages,
  readItem,
  SIGNAL_PREFIX,
  signalItem,
  type StrategyTable,
} from '../items';
import { type Signal, signalOf } from './signal-item';

/** Signals as they were found, and the names of items under their prefix that cannot be read as one. */
export interface FoundSignals {
  readonly signals: readonly Signal[];
  readonly unreadable: readonly string[];
}

/** Sessions from which signals are asked for. */
export interface SignalRange {
  /** Both inclusive; what is left out is unlimited. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of the newest so many sessions that have any. */
  readonly sessions?: number | undefined;
}

/** The recorded signals of a range of sessions, newest first; of one session the last version first. */
export async function signalsIn(
  table: StrategyTable,
  portfolio: string,
  { from = '', to = '9999', sessions = Infinity }: SignalRange,
): Promise<FoundSignals> {
  const found: Item[] = [];
  const seen = new Set<string>();
  const pages = newestPages(table, portfolio, SIGNAL_PREFIX, { from, to, limit: 2 * sessions + 1 });
  for await (const page of pages) {
    for (const item of page) {
      seen.add((item['item']?.S ?? '').split('#')[1] ?? '');
      if (seen.size > sessions) break;
      found.push(item);
    }
    if (seen.size > sessions) break;
  }
  const { signals, unreadable } = readable(portfolio, found);
  return { signals: [...signals].sort(newestFirst), unreadable };
}

/**
 * Those of the signals under `items` that nobody has been told of; where none are named, of all signals, oldest first. What
 * stands under their prefix and is no signal is passed by; what is one and cannot be read is named.
 */
export async function pendingSignals(
  table: StrategyTable,
  portfolio: string,
  items: readonly string[] | 'all',
): Promise<FoundSignals> {
  const found =
    items === 'all'
      ? await itemsUnder(table, portfolio, SIGNAL_PREFIX)
      : (await mapBounded(items, 4, (item) => readItem(table, portfolio, item))).filter((item) => item !== undefined);
  const pending = found.filter((item) => item['announced']?.BOOL === false && item['undeliverable'] === undefined);
  const { signals, unreadable } = readable(portfolio, pending);
  return { signals: [...signals].sort(newestFirst).reverse(), unreadable };
}

/** Notes that the subscribers have been told of a signal, on the signal and then on the fence. */
export function markAnnounced(table: StrategyTable, portfolio: string, signal: Signal, at: Date): Promise<void> {
  const item = signalItem(signal.session, signal.version, signal.kind);
  return mark(table, portfolio, item, { announced: { BOOL: true }, announcedAt: { S: at.toISOString() } });
}

/** Notes on a signal why it can never be sent, so that it is not tried again. */
export function markUndeliverable(table: StrategyTable, portfolio: string, item: string, why: string): Promise<void> {
  return mark(table, portfolio, item, { undeliverable: { S: why } });
}

async function mark(
  { client, table }: StrategyTable,
  portfolio: string,
  item: string,
  attributes: Readonly<Record<string, AttributeValue>>,
): Promise<void> {
  const names = Object.keys(attributes);
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, item),
      UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(portfolio)',
      ExpressionAttributeValues: Object.fromEntries(
        names.map((name) => [`:${name}`, attributes[name] ?? { NULL: true }]),
      ),
    }),
  );
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: 'DELETE unannounced :item',
      ExpressionAttributeValues: { ':item': { SS: [item] } },
    }),
  );
}

function readable(portfolio: string, items: readonly Item[]): FoundSignals {
  const signals: Signal[] = [];
  const unreadable: string[] = [];
  for (const item of items) {
    try {
      signals.push(signalOf(portfolio, item));
    } catch (error) {
      if (!isAppError(error, 'bad-data')) throw error;
      unreadable.push(item['item']?.S ?? '');
    }
  }
  return { signals, unreadable };
}

function newestFirst(a: Signal, b: Signal): number {
  if (a.session !== b.session) return a.session < b.session ? 1 : -1;
  return b.version - a.version || (a.kind < b.kind ? -1 : 1);
}
