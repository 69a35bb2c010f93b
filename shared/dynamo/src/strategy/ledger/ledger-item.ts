import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { messageOf } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Item } from '../../requests/item';
import { contentText, toAttribute } from '../../requests/json-values';
import { contentOf, itemKey, unreadable } from '../items';
import { packed } from '../packed';
import { type DistanceYear, distanceYear, type LedgerEntry, ledgerEntry } from './content';

/** Prefix of all entries of ledgers. */
export const LEDGER_PREFIX = 'ledger#';
/** Prefix of the entries of one generation. */
export const generationPrefix = (generation: number): string => `${LEDGER_PREFIX}${generation}#`;
/** Item of an entry: the `n`th of its session. */
export const ledgerItem = (generation: number, session: string, n: number): string =>
  `${generationPrefix(generation)}${session}#${n}`;
/** Prefix of the years of a ledger beside its backtest. */
export const DISTANCE_PREFIX = 'distance#';

/** Where a ledger stands. */
export interface LedgerPointer {
  /** Its first session. */
  readonly start: SessionDate;
  /** Of its last entry. */
  readonly generation: number;
  readonly session: string;
  readonly n: number;
}

/** An entry under its key. */
export interface BookedEntry {
  readonly generation: number;
  readonly n: number;
  readonly entry: LedgerEntry;
}

/** An entry as it is stored. */
export interface StoredEntry extends BookedEntry {
  /** Number of the recomputation that booked it. */
  readonly version: number;
  /** ISO instant of that. */
  readonly recordedAt: string;
}

/** The write that appends an entry. Nothing is ever written over another. */
export function entryWrite(
  table: string,
  portfolio: string,
  { generation, n, entry }: BookedEntry,
  { version, now }: { readonly version: number; readonly now: Date },
): TransactWriteItem {
  const item: Item = {
    ...itemKey(portfolio, ledgerItem(generation, entry.session, n)),
    content: toAttribute(entry),
    version: { N: String(version) },
    recordedAt: { S: now.toISOString() },
  };
  return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(portfolio)' } };
}

/**
 * The entry in an item.
 * @throws AppError `bad-data` naming the item when there is none in it
 */
export function entryOf(item: Item): StoredEntry {
  const [, generation, , n] = (item['item']?.S ?? '').split('#');
  try {
    return {
      generation: Number(generation),
      n: Number(n),
      entry: ledgerEntry.parse(contentOf(item)),
      version: Number(item['version']?.N),
      recordedAt: item['recordedAt']?.S ?? '',
    };
  } catch (error) {
    throw unreadable(item, messageOf(error), error);
  }
}

/** The write of a year beside the backtest; it is worked out anew whenever it changes, unlike an entry. */
export function distanceWrite(
  table: string,
  portfolio: string,
  year: string,
  content: DistanceYear,
): TransactWriteItem {
  const item = { ...itemKey(portfolio, `${DISTANCE_PREFIX}${year}`), content: packed(contentText(content)) };
  return { Put: { TableName: table, Item: item } };
}

/**
 * The year in an item.
 * @throws AppError `bad-data` naming the item when there is none in it
 */
export function distanceOf(item: Item): DistanceYear {
  try {
    return distanceYear.parse(contentOf(item));
  } catch (error) {
    throw unreadable(item, messageOf(error), error);
  }
}

/** A pointer as an attribute of the fence. */
export function pointerAttribute({ start, generation, session, n }: LedgerPointer): AttributeValue {
  return {
    M: { start: { S: start }, generation: { N: String(generation) }, session: { S: session }, n: { N: String(n) } },
  };
}

/** The pointer in an attribute of the fence, `undefined` where there is none. */
export function pointerIn(attribute: AttributeValue | undefined): LedgerPointer | undefined {
  const { start, generation, session, n } = attribute?.M ?? {};
  if (start?.S === undefined || session?.S === undefined || !isSessionDate(start.S) || !isSessionDate(session.S)) {
    return undefined;
  }
  return { start: start.S, generation: Number(generation?.N), session: session.S, n: Number(n?.N) };
}
