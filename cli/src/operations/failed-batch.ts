import * as z from 'zod/mini';

/** What a message of the failure queue says about its batch. */
export interface FailedBatchInfo {
  readonly streamArn: string;
  readonly shardId: string;
  readonly firstSequenceNumber: string;
  readonly lastSequenceNumber: string;
  readonly records: number;
  readonly condition: string;
  readonly calls: number;
  /** ISO instant. */
  readonly givenUpAt: string;
}

/** As far as it is used; https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html has the whole. */
const invocationRecord = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  timestamp: z.string(),
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    batchSize: z.number(),
    streamArn: z.string(),
  }),
});

/** The batch of a message's body, or what is wrong with it. */
export function failedBatchOf(body: string): FailedBatchInfo | string {
  const parsed = invocationRecord.safeParse(jsonOf(body));
  if (!parsed.success) return 'is no record of a batch that Lambda gave up';
  const { requestContext, timestamp, DDBStreamBatchInfo: info } = parsed.data;
  return {
    streamArn: info.streamArn,
    shardId: info.shardId,
    firstSequenceNumber: info.startSequenceNumber,
    lastSequenceNumber: info.endSequenceNumber,
    records: info.batchSize,
    condition: requestContext.condition,
    calls: requestContext.approximateInvokeCount,
    givenUpAt: timestamp,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whatever is no JSON is no such record either.
    return undefined;
  }
}
