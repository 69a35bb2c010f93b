import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Item } from '../requests/item';

/** A lease as it stands in the table. */
export interface HeldLease {
  /** Unlike that of any other run. */
  readonly token: string;
  /** Machine and process, so that a run on the same machine can see that the holder has died. */
  readonly host: string;
  readonly pid: number;
  /** What it is doing, for people, e.g. `warm-up`. */
  readonly purpose: string;
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

/** Leases: rows of the Ingestion table with an expiry. At most one live holder a name. */
export interface LeaseStore {
  /**
   * Takes the lease when nobody has it, it has expired, or its holder is `abandoned`.
   * @returns undefined when taken, else who has it
   */
  take(
    name: string,
    lease: HeldLease,
    now: number,
    abandoned: (holder: HeldLease) => boolean,
  ): Promise<HeldLease | undefined>;
  /** Moves the expiry of a lease that is still held. @returns false when it is not */
  renew(name: string, token: string, expiresAt: number): Promise<boolean>;
  /** Gives the lease back; does nothing when it is no longer held. */
  release(name: string, token: string): Promise<void>;
}

/** Leases in `table`. */
export function leaseStore(client: DynamoDBClient, table: string): LeaseStore {
  /** Puts under a condition; answers the lease that stood in the way, if any. */
  async function put(name: string, lease: HeldLease, condition: string, values: Item): Promise<HeldLease | undefined> {
    const put = new PutItemCommand({
      TableName: table,
      Item: leaseItem(name, lease),
      ConditionExpression: condition,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: values,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const refusal = await refusalOf(client.send(put));
    return refusal && heldLease(refusal.Item ?? {});
  }

  return {
    async take(name, lease, now, abandoned) {
      const free = 'attribute_not_exists(pk) OR #expiresAt < :now OR #token = :token';
      const holder = await put(name, lease, free, { ':now': { N: String(now) }, ':token': { S: lease.token } });
      if (holder === undefined || !abandoned(holder)) return holder;
      const stillThere = '#token = :token AND #expiresAt = :expiresAt';
      const values = { ':token': { S: holder.token }, ':expiresAt': { N: String(holder.expiresAt) } };
      return put(name, lease, stillThere, values);
    },
    async renew(name, token, expiresAt) {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: leaseKey(name),
        UpdateExpression: 'SET #expiresAt = :expiresAt',
        ConditionExpression: '#token = :token',
        ExpressionAttributeNames: NAMES,
        ExpressionAttributeValues: { ':token': { S: token }, ':expiresAt': { N: String(expiresAt) } },
      });
      return (await refusalOf(client.send(update))) === undefined;
    },
    async release(name, token) {
      const remove = new DeleteItemCommand({
        TableName: table,
        Key: leaseKey(name),
        ConditionExpression: 'attribute_not_exists(pk) OR #token = :token',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':token': { S: token } },
      });
      await refusalOf(client.send(remove));
    },
  };
}

const NAMES = { '#token': 'token', '#expiresAt': 'expiresAt' };

/** The refusal of a request whose condition does not hold; `undefined` when it does. */
async function refusalOf(request: Promise<unknown>): Promise<ConditionalCheckFailedException | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error;
    throw error;
  }
}

function leaseKey(name: string): Item {
  return { pk: { S: 'lease' }, sk: { S: name } };
}

function leaseItem(name: string, { token, host, pid, purpose, expiresAt }: HeldLease): Item {
  return {
    ...leaseKey(name),
    token: { S: token },
    host: { S: host },
    pid: { N: String(pid) },
    purpose: { S: purpose },
    expiresAt: { N: String(expiresAt) },
  };
}

function heldLease(item: Item): HeldLease {
  return {
    token: item['token']?.S ?? '',
    host: item['host']?.S ?? '',
    pid: Number(item['pid']?.N ?? 0),
    purpose: item['purpose']?.S ?? '',
    expiresAt: Number(item['expiresAt']?.N ?? 0),
  };
}
