import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../requests/item';
import { type Json, type JsonObject, toAttribute } from '../../requests/json-values';
import { contentOf, itemKey, signalItem } from '../items';

/** A signal that goes with a view. */
export interface NewSignal {
  /** The session that calls for trades. */
  readonly session: string;
  /** What subscribers are told. */
  readonly content: JsonObject;
}

/** A signal as it is recorded. */
export interface Signal {
  readonly session: string;
  /** Number of the publication that gave it. */
  readonly version: number;
  readonly content: Json;
  /** True once the subscribers have been told. */
  readonly announced: boolean;
}

/** The write that records a signal; goes into the transaction of its view's head. */
export function signalWrite(
  table: string,
  portfolio: string,
  { session, content }: NewSignal,
  version: number,
): TransactWriteItem {
  const item: Item = {
    ...itemKey(portfolio, signalItem(session, version)),
    content: toAttribute(content),
    announced: { BOOL: false },
    version: { N: String(version) },
  };
  return { Put: { TableName: table, Item: item } };
}

/** The signal of a session in an item. */
export function signalOf(session: string, item: Item): Signal {
  return {
    session,
    version: Number(item['version']?.N),
    content: contentOf(item),
    announced: item['announced']?.BOOL === true,
  };
}
