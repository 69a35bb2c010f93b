import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type TransactWriteItem,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { type Generation, generationIn, generationAttribute } from './generation';
import { RETIRED } from './listed';
import { type LedgerPointer, pointerAttribute, pointerIn } from './ledger/ledger-item';
import { FENCE, itemKey, readItem, type StrategyTable } from './items';

/** The end of a portfolio's chain of checkpoints. */
export interface CheckpointPointer {
  readonly date: SessionDate;
  readonly chain: string;
}

/** What the fence of a portfolio says. */
export interface Fence {
  /** Where the model ledger stands; absent before its first entry. */
  readonly ledger: LedgerPointer | undefined;
  /** The last number that was taken. */
  readonly taken: number;
  /** Number behind the last view that was published or found unchanged; 0 while there is none. */
  readonly published: number;
  /** Items of signals that nobody has been told of yet. */
  readonly unannounced: readonly string[];
  /**
   * Items that a publication has written or replaced and that no head lists: of one that was stopped half-way, or not removed
   * yet. The next publication removes them.
   */
  readonly unlisted: readonly string[];
}

/** A number that was taken, and what there is to know for whoever has it. */
export interface TakenFence {
  readonly number: number;
  /** The oldest session that has changed since the last publication, as this and all unfinished recomputations know it. */
  readonly changedFrom: SessionDate | undefined;
  /** Absent where nothing is settled. */
  readonly checkpoint: CheckpointPointer | undefined;
  /** The newest session whose signals have been recorded; absent before the first view, and where the portfolio comes back. */
  readonly signalledTo: SessionDate | undefined;
  /** True where the portfolio was not computed any more, until now. */
  readonly comesBack: boolean;
  /** The generation of the last view that was published or found unchanged; absent before the first that was counted. */
  readonly generation: Generation | undefined;
  /** Items of signals that nobody has been told of yet. */
  readonly unannounced: readonly string[];
  /** The session of which subscribers have been told that it is late, and not yet that it is complete. */
  readonly late: SessionDate | undefined;
  /** Where the model ledger stands; absent before its first entry. */
  readonly ledger: LedgerPointer | undefined;
}

/**
 * Takes the next number: one atomic addition. In the same write it notes `changedFrom`, where that is older than what is noted, so
 * that whoever overtakes this recomputation knows of the change, too; a publication takes the note away.
 */
export async function takeFence(
  table: StrategyTable,
  portfolio: string,
  changedFrom?: SessionDate,
): Promise<TakenFence> {
  if (changedFrom === undefined) return take(table, portfolio, {});
  try {
    return await take(table, portfolio, {
      UpdateExpression: 'ADD taken :one SET changedFrom = :session',
      ConditionExpression: 'attribute_not_exists(changedFrom) OR changedFrom > :session',
      ExpressionAttributeValues: { ...ONE, ':session': { S: changedFrom } },
    });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return take(table, portfolio, {});
  }
}

const ONE = { ':one': { N: '1' } };

async function take(
  { client, table }: StrategyTable,
  portfolio: string,
  more: Partial<UpdateItemCommandInput>,
): Promise<TakenFence> {
  const { Attributes: after } = await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: 'ADD taken :one',
      ExpressionAttributeValues: ONE,
      ReturnValues: 'ALL_NEW',
      ...more,
    }),
  );
  const comesBack = after?.[RETIRED] !== undefined;
  const { date, chain } = after?.['checkpoint']?.M ?? {};
  const pointer = { date: sessionIn(date), chain: chain?.S };
  return {
    number: Number(after?.['taken']?.N),
    changedFrom: sessionIn(after?.['changedFrom']),
    // What it would have said meanwhile is history.
    signalledTo: comesBack ? undefined : sessionIn(after?.['signalledTo']),
    comesBack,
    generation: generationIn(after?.['generation']),
    unannounced: after?.['unannounced']?.SS ?? [],
    late: sessionIn(after?.['late']),
    ledger: pointerIn(after?.['ledger']),
    checkpoint:
      pointer.date === undefined || pointer.chain === undefined
        ? undefined
        : { date: pointer.date, chain: pointer.chain },
  };
}

function sessionIn(attribute: AttributeValue | undefined): SessionDate | undefined {
  const text = attribute?.S;
  return text !== undefined && isSessionDate(text) ? text : undefined;
}

/** Reads the fence. */
export async function readFence(table: StrategyTable, portfolio: string): Promise<Fence> {
  const item = await readItem(table, portfolio, FENCE);
  return {
    ledger: pointerIn(item?.['ledger']),
    taken: Number(item?.['taken']?.N ?? 0),
    published: Number(item?.['published']?.N ?? 0),
    unannounced: item?.['unannounced']?.SS ?? [],
    unlisted: item?.['unlisted']?.SS ?? [],
  };
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

/** What is noted on a fence. */
export interface FenceNote {
  /** What is unlisted from then on. */
  readonly unlisted: readonly string[];
  /** Signals that are recorded in the same transaction. */
  readonly recorded?: RecordedSignals | undefined;
  /** Where the ledger stands with the entries that are appended in the same transaction. */
  readonly ledger?: LedgerPointer | undefined;
  /** The view is that of the fence's number, computed with everything that had changed, and this is what is settled. */
  readonly published?: Published | undefined;
}

/** Signals as the fence knows them. */
export interface RecordedSignals {
  /** Their items. */
  readonly items: readonly string[];
  /** The newest session whose signals have been recorded with them; `null` before there is one. */
  readonly to: string | null;
}

/** What a publication leaves on the fence. */
export interface Published {
  readonly generation: Generation;
  readonly checkpoint: CheckpointPointer | undefined;
  /** The session that is late, as the fence said when the number was taken. */
  readonly late: string | undefined;
  /** Whether subscribers are told with this view that it is late no more. */
  readonly recovered: boolean;
  /** Whether the portfolio was not computed any more, until now. */
  readonly comesBack: boolean;
}

/** {@link whileLast}, and writes the note. What publishes holds only while nobody has called another session late meanwhile. */
export function noteOnFence(table: string, portfolio: string, fence: number, note: FenceNote): TransactWriteItem {
  const { unlisted, published, recorded, ledger } = note;
  const set: [string, AttributeValue][] = [];
  const remove: string[] = [];
  const conditions = ['taken = :fence'];
  const values: [string, AttributeValue][] = [['fence', { N: String(fence) }]];
  if (unlisted.length > 0) set.push(['unlisted', { SS: [...unlisted] }]);
  else remove.push('unlisted');
  const signals = recorded?.items ?? [];
  if (typeof recorded?.to === 'string') set.push(['signalledTo', { S: recorded.to }]);
  if (ledger !== undefined) set.push(['ledger', pointerAttribute(ledger)]);
  if (published !== undefined) {
    const { checkpoint, generation, late, recovered, comesBack } = published;
    set.push(['published', { N: String(fence) }], ['generation', generationAttribute(generation)]);
    remove.push('changedFrom');
    if (checkpoint === undefined) remove.push('checkpoint');
    else set.push(['checkpoint', { M: { date: { S: checkpoint.date }, chain: { S: checkpoint.chain } } }]);
    conditions.push(late === undefined ? 'attribute_not_exists(late)' : 'late = :late');
    if (late !== undefined) values.push(['late', { S: late }]);
    if (recovered) remove.push('late');
    if (comesBack) remove.push(RETIRED);
  }
  if (signals.length > 0) values.push(['signals', { SS: [...signals] }]);
  const clauses = [
    ...(set.length === 0 ? [] : [`SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`]),
    ...(remove.length === 0 ? [] : [`REMOVE ${remove.join(', ')}`]),
    ...(signals.length === 0 ? [] : ['ADD unannounced :signals']),
  ];
  return {
    Update: {
      TableName: table,
      Key: itemKey(portfolio, FENCE),
      UpdateExpression: clauses.join(' '),
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeValues: Object.fromEntries([...values, ...set].map(([name, value]) => [`:${name}`, value])),
    },
  };
}
