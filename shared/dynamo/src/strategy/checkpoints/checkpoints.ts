import { isAppError } from '@evenkeel/domain';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { CHECKPOINT_PREFIX, checkpointItem, itemKey, itemsUnder, nameOf, type StrategyTable } from '../items';
import { type ChainedCheckpoint, checkpointItemOf, checkpointOf } from './checkpoint-item';

/** The stored checkpoints of a portfolio. */
export interface StoredCheckpoints {
  /** Ascending by date. Whether they belong together is told by their chains. */
  readonly checkpoints: readonly ChainedCheckpoint[];
  /** Why items under the prefix could not be read. */
  readonly unreadable: readonly string[];
}

/** What a publication does about checkpoints, in the transactions of its view. */
export interface CheckpointChanges {
  /** Ascending; they take the place of those of the same date. */
  readonly write: readonly ChainedCheckpoint[];
  /** Dates of checkpoints that belong to no chain. */
  readonly remove: readonly string[];
  /** The end of the chain from then on; absent where nothing is settled. */
  readonly newest: Pick<ChainedCheckpoint, 'date' | 'chain'> | undefined;
}

/** Reads all checkpoints of a portfolio, consistently. What cannot be read is named and passed by. */
export async function readCheckpoints(table: StrategyTable, portfolio: string): Promise<StoredCheckpoints> {
  const checkpoints: ChainedCheckpoint[] = [];
  const unreadable: string[] = [];
  for (const item of await itemsUnder(table, portfolio, CHECKPOINT_PREFIX)) {
    try {
      checkpoints.push(checkpointOf(item));
    } catch (error) {
      if (!isAppError(error)) throw error;
      unreadable.push(`${nameOf(item)}: ${error.message}`);
    }
  }
  return { checkpoints, unreadable };
}

/** One write of a checkpoint and about how many bytes it has. */
export interface CheckpointWrite {
  readonly action: TransactWriteItem;
  readonly bytes: number;
}

/** The writes of {@link CheckpointChanges}, each made when it is asked for. */
export function* checkpointWrites(
  table: string,
  portfolio: string,
  { write, remove }: Pick<CheckpointChanges, 'write' | 'remove'>,
): Generator<CheckpointWrite> {
  for (const checkpoint of write) {
    const item = checkpointItemOf(portfolio, checkpoint);
    const paths = Object.values(item['paths']?.M ?? {});
    const bytes = paths.reduce((sum, path) => sum + (path.B?.byteLength ?? 0), 1_000);
    yield { action: { Put: { TableName: table, Item: item } }, bytes };
  }
  for (const date of remove) {
    yield { action: { Delete: { TableName: table, Key: itemKey(portfolio, checkpointItem(date)) } }, bytes: 0 };
  }
}
