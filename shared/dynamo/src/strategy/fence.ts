import { type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { FENCE, itemKey, readItem, type StrategyTable } from './items';

/** What the fence of a portfolio says. */
export interface Fence {
  /** Number behind the last view that was published or found unchanged; 0 while there is none. */
  readonly published: number;
  /**
   * Items that a publication has written or replaced and that no head lists: of one that was stopped half-way, or not removed
   * yet. The next publication removes them.
   */
  readonly unlisted: readonly string[];
}

/** Takes the next number: one atomic addition. */
export async function takeFence({ client, table }: StrategyTable, portfolio: string): Promise<number> {
  const { Attributes: after } = await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: 'ADD taken :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(after?.['taken']?.N);
}

/** Reads the fence. */
export async function readFence(table: StrategyTable, portfolio: string): Promise<Fence> {
  const item = await readItem(table, portfolio, FENCE);
  return { published: Number(item?.['published']?.N ?? 0), unlisted: item?.['unlisted']?.SS ?? [] };
}

/** The condition under which everything is published: `fence` is the last number that was taken. */
export function whileLast(table: string, portfolio: string, fence: number): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      ConditionExpression: 'taken = :fence',
      ExpressionAttributeValues: { ':fence': { N: String(fence) } },
    },
  };
}

/** {@link whileLast}, and notes what is unlisted from then on and, with `published`, that the view is that of `fence`. */
export function noteOnFence(
  table: string,
  portfolio: string,
  fence: number,
  note: { readonly unlisted: readonly string[]; readonly published?: boolean },
): TransactWriteItem {
  const none = note.unlisted.length === 0;
  const set = [...(note.published === true ? ['published = :fence'] : []), ...(none ? [] : ['unlisted = :unlisted'])];
  return {
    Update: {
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: `${set.length > 0 ? `SET ${set.join(', ')}` : ''}${none ? ' REMOVE unlisted' : ''}`.trim(),
      ConditionExpression: 'taken = :fence',
      ExpressionAttributeValues: {
        ':fence': { N: String(fence) },
        ...(none ? {} : { ':unlisted': { SS: [...note.unlisted] } }),
      },
    },
  };
}
