import type { FailedBatch } from './delivery';

/**
 * What Lambda sends to the on-failure destination of a DynamoDB event source: where in the stream the records lie, not the records.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export interface InvocationRecord {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailedBatch['condition'];
    readonly approximateInvokeCount: number;
  };
  /** Absent where the function was never called. */
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    /** Absent where the function answered which records had failed. */
    readonly functionError?: string;
  };
  readonly version: '1.0';
  /** ISO instant. */
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    /** ISO instants. */
    readonly approximateArrivalOfFirstRecord?: string;
    readonly approximateArrivalOfLastRecord?: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
}

/** Where and when a batch was given up. */
export interface GivenUp {
  readonly shardId: string;
  readonly streamArn: string;
  /** Ms since the epoch. */
  readonly now: number;
  readonly requestId: string;
}

/** The record of a batch that was given up. */
export function invocationRecord(
  batch: FailedBatch,
  { shardId, streamArn, now, requestId }: GivenUp,
): InvocationRecord {
  const { functionName, condition, attempts, threw } = batch;
  const [region = '', account = ''] = streamArn.split(':').slice(3, 5);
  const [first, last] = batch.arrivals.map((at) => (at === undefined ? undefined : secondOf(at)));
  return {
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
      condition,
      approximateInvokeCount: attempts,
    },
    ...(attempts === 0
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(threw ? { functionError: 'Unhandled' } : {}),
          },
        }),
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: batch.firstSequenceNumber,
      endSequenceNumber: batch.lastSequenceNumber,
      ...(first === undefined ? {} : { approximateArrivalOfFirstRecord: first }),
      ...(last === undefined ? {} : { approximateArrivalOfLastRecord: last }),
      batchSize: batch.records,
      streamArn,
    },
  };
}

/** e.g. `2019-11-14T00:13:19Z`: the stream knows no more than the second. */
function secondOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
