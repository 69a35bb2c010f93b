import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { SIGNAL_KINDS, type SignalKind } from '@evenkeel/domain/portfolio';
import type { Item } from '../../requests/item';
import { type Json, type JsonObject, toAttribute } from '../../requests/json-values';
import { contentOf, itemKey, nameOf, SIGNAL_PREFIX, signalItem, unreadable } from '../items';

/** A signal that goes with a view. */
export interface NewSignal {
  readonly kind: SignalKind;
  /** The session that it is about. */
  readonly session: string;
  /** What programs are told. */
  readonly content: JsonObject;
  /** What people are told: a line of printable ASCII, and a text whose first line says the same. */
  readonly subject: string;
  readonly text: string;
}

/** A signal as it is recorded. */
export interface Signal extends Omit<NewSignal, 'session' | 'content'> {
  /** Stays the same however often it is sent. */
  readonly id: string;
  readonly session: SessionDate;
  /** Number of the publication that gave it. */
  readonly version: number;
  readonly content: Json;
  /** True once the subscribers have been told. */
  readonly announced: boolean;
  /** ISO instant of that; absent where it is not known. */
  readonly announcedAt?: string | undefined;
}

/** The id of the message that tells of a signal: one a portfolio, session, version and kind. */
export function signalId(
  portfolio: string,
  { session, version, kind }: { readonly session: string; readonly version: number; readonly kind: SignalKind },
): string {
  return `${portfolio}/${session}/${version}/${kind}`;
}

/** The write that records a signal; goes into the transaction of its view's head. */
export function signalWrite(
  table: string,
  portfolio: string,
  { session, kind, content, subject, text }: NewSignal,
  version: number,
): TransactWriteItem {
  const item: Item = {
    ...itemKey(portfolio, signalItem(session, version, kind)),
    kind: { S: kind },
    content: toAttribute(content),
    subject: { S: subject },
    text: { S: text },
    announced: { BOOL: false },
    version: { N: String(version) },
  };
  return { Put: { TableName: table, Item: item } };
}

/**
 * The signal in an item. One that was recorded without words is told of by its session.
 * @throws AppError `bad-data` naming the item when there is none in it
 */
export function signalOf(portfolio: string, item: Item): Signal {
  const [session = ''] = nameOf(item).slice(SIGNAL_PREFIX.length).split('#');
  const kind = SIGNAL_KINDS.find((each) => each === (item['kind']?.S ?? 'rebalance'));
  const version = Number(item['version']?.N);
  if (!isSessionDate(session) || kind === undefined || !Number.isInteger(version)) {
    throw unreadable(item, 'it is no signal of a session');
  }
  const words = `${portfolio} ${session}: ${kind}`;
  return {
    id: signalId(portfolio, { session, version, kind }),
    kind,
    session,
    version,
    content: contentOf(item),
    subject: item['subject']?.S ?? words.replace(/[^ -~]/g, '?').slice(0, 100),
    text: item['text']?.S ?? words,
    announced: item['announced']?.BOOL === true,
    announcedAt: item['announcedAt']?.S,
  };
}
