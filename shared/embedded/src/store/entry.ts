import type { StreamDescription } from '../streams/stream';
import type { TableDefinition } from '../tables/table-definition';
import type { Attributes } from '../values/attribute-value';

/** An item put or, without `after`, deleted. */
export interface ItemChange {
  readonly table: string;
  readonly key: Attributes;
  readonly after?: Attributes;
}

/** A transaction that must not be done again. */
export interface SpentToken {
  readonly token: string;
  /** Hash of what the transaction was. */
  readonly request: string;
}

/**
 * One change of the store. The whole state is what a list of these makes of nothing, so that keeping the list is keeping the state.
 * Instants are ms since the epoch.
 */
export type Entry =
  | { readonly change: 'create-table'; readonly definition: TableDefinition; readonly stream?: StreamDescription }
  | { readonly change: 'delete-table'; readonly at: number; readonly table: string }
  | { readonly change: 'define-table'; readonly definition: TableDefinition }
  | { readonly change: 'enable-stream'; readonly stream: StreamDescription }
  | { readonly change: 'disable-stream'; readonly at: number; readonly table: string }
  | { readonly change: 'roll-shards'; readonly table: string }
  | {
      readonly change: 'write';
      readonly at: number;
      readonly items: readonly ItemChange[];
      readonly spent?: SpentToken;
      /** Set when the items ended by their time to live. */
      readonly expired?: true;
    };

/**
 * Keeps entries before they are applied. It throws when it cannot, and then the change does not happen.
 */
export type Journal = (entry: Entry) => void;
