import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Decimal } from 'decimal.js';

/** Who holds a lease. */
export interface LeaseHolder {
  /** Unlike that of any other run. */
  readonly token: string;
  /** Machine and process, so that a run on the same machine can see that the holder has died. */
  readonly host: string;
  readonly pid: number;
  /** What it is doing, for people, e.g. `warm-up`. */
  readonly purpose: string;
}

/** A lease as it stands in the table. */
export interface HeldLease extends LeaseHolder {
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
export function leaseStore(documents: DynamoDBDocumentClient, table: string): LeaseStore {
  const key = (name: string): { pk: string; sk: string } => ({ pk: 'lease', sk: name });

  /** Puts under a condition; answers the lease that stood in the way, if any. */
  async function put(
    name: string,
    lease: HeldLease,
    condition: string,
    values: Record<string, unknown>,
  ): Promise<HeldLease | undefined> {
    try {
      await documents.send(
        new PutCommand({
          TableName: table,
          Item: { ...key(name), ...lease },
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#token': 'token', ...(':now' in values ? { '#expiresAt': 'expiresAt' } : {}) },
          ExpressionAttributeValues: values,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return heldLease(error.Item);
    }
  }

  return {
    async take(name, lease, now, abandoned) {
      const free = 'attribute_not_exists(pk) OR #expiresAt < :now OR #token = :token';
      const holder = await put(name, lease, free, { ':now': now, ':token': lease.token });
      if (holder === undefined || !abandoned(holder)) return holder;
      return put(name, lease, '#token = :token', { ':token': holder.token });
    },
    async renew(name, token, expiresAt) {
      try {
        await documents.send(
          new UpdateCommand({
            TableName: table,
            Key: key(name),
            UpdateExpression: 'SET #expiresAt = :expiresAt',
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token', '#expiresAt': 'expiresAt' },
            ExpressionAttributeValues: { ':token': token, ':expiresAt': expiresAt },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async release(name, token) {
      try {
        await documents.send(
          new DeleteCommand({
            TableName: table,
            Key: key(name),
            ConditionExpression: 'attribute_not_exists(pk) OR #token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': token },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

/** The lease in the item that a failed condition returns, whose numbers are still DynamoDB's text. */
function heldLease(item: ConditionalCheckFailedException['Item']): HeldLease {
  return {
    token: item?.token?.S ?? '',
    host: item?.host?.S ?? '',
    pid: new Decimal(item?.pid?.N ?? 0).toNumber(),
    purpose: item?.purpose?.S ?? '',
    expiresAt: new Decimal(item?.expiresAt?.N ?? 0).toNumber(),
  };
}
