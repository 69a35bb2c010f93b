/**
 * Tables that were written before an item's kind stood in its prefix hold a view as `latest`, `equity#YYYY`, `trades#YYYY`, `report`
 * and a signal as `signal#DATE`. Such a view is read as it is, until the next publication of its portfolio puts a prefixed one in
 * its place; signals keep what is known of them.
 */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Machine } from '../../pacing/machine';
import type { Item } from '../../requests/item';
import { transact } from '../../requests/transaction';
import { whileLast } from '../fence';
import { itemKey, itemsUnder, nameOf, readItem, signalItem, type StrategyTable } from '../items';
import { byName, latestOf } from './head';
import type { ReadableView } from './reader';

const HEAD = 'latest';
const PART = /^(report|equity#\d{4}|trades#\d{4}(#\d+)?)$/;
const SIGNAL = 'signal#';

/** Two actions a signal, below the 100 of a transaction. */
const MOST_SIGNALS = 49;

/** The view, or `undefined` where there is none. */
export async function unprefixedView(table: StrategyTable, portfolio: string): Promise<ReadableView | undefined> {
  const head = await readItem(table, portfolio, HEAD);
  if (head === undefined) return undefined;
  const parts = partsOf(head).map(([item, hash]) => [item, { item, hash }] as const);
  return { latest: latestOf(head), parts: new Map(parts.sort(byName)), prefixOf: (name) => name };
}

/** The view's items: its head, the parts that it lists, and those that a publication has left behind that was stopped half-way. */
export async function unprefixedItems(table: StrategyTable, portfolio: string): Promise<string[]> {
  const head = await readItem(table, portfolio, HEAD);
  if (head === undefined) return [];
  const years = await Promise.all(['equity#', 'trades#'].map((prefix) => itemsUnder(table, portfolio, prefix)));
  const written = years.flat().filter((item) => item['hash']?.S !== undefined && item['content'] !== undefined);
  const names = [...partsOf(head).map(([name]) => name), ...written.map(nameOf)].filter((name) => PART.test(name));
  return [HEAD, ...new Set(names)];
}

/**
 * Gives each signal the name that it has today, announced or not as it is.
 * @returns `refused` when a number after `fence` has been taken
 * @throws AppError `failed` as {@link transact} does
 */
export async function renameSignals(
  table: StrategyTable,
  portfolio: string,
  fence: number,
  machine: Machine,
): Promise<'written' | 'refused'> {
  const signals = (await itemsUnder(table, portfolio, SIGNAL)).filter(
    (item) => isSessionDate(nameOf(item).slice(SIGNAL.length)) && item['version']?.N !== undefined,
  );
  for (let start = 0; start < signals.length; start += MOST_SIGNALS) {
    const renames = signals.slice(start, start + MOST_SIGNALS).flatMap((item) => rename(table.table, portfolio, item));
    const actions = [whileLast(table.table, portfolio, fence), ...renames];
    if ((await transact(table.client, actions, { what: `the signals of ${portfolio}`, machine })) === 'refused')
      return 'refused';
  }
  return 'written';
}

function partsOf(head: Item): [string, string][] {
  return Object.entries(head['parts']?.M ?? {}).map(([name, hash]) => [name, hash.S ?? '']);
}

function rename(table: string, portfolio: string, item: Item): TransactWriteItem[] {
  const today = signalItem(nameOf(item).slice(SIGNAL.length), Number(item['version']?.N));
  return [
    { Put: { TableName: table, Item: { ...item, ...itemKey(portfolio, today) } } },
    { Delete: { TableName: table, Key: itemKey(portfolio, nameOf(item)) } },
  ];
}
