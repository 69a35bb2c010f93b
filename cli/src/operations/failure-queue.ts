import { DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AppError, messageOf } from '@evenkeel/domain';
import { isLoopback } from '@evenkeel/dynamo/requests';
import type { FailedBatchInfo } from './failed-batch';
import type { FailedMessage, NamedBar, ReplayOptions, ReplayPorts } from './replay';

type Environment = Readonly<Record<string, string | undefined>>;

/** The services that a replay talks to, and the variable that names an endpoint of each. */
const ENDPOINTS = {
  dynamodb: 'AWS_ENDPOINT_URL_DYNAMODB',
  sqs: 'AWS_ENDPOINT_URL_SQS',
  lambda: 'AWS_ENDPOINT_URL_LAMBDA',
} as const;

/** Longer than a rebuild may take. */
const HIDDEN_SECONDS = 300;
/** The most that SQS gives at once. */
const PAGE = 10;

/**
 * Opens a stage's failure queue, its stream and its function `rebuild`, on AWS or wherever the environment points.
 * @throws AppError `environment` when it points to this machine for some of them and to AWS for others
 */
export async function openFailureQueue(
  { stage, profile }: Pick<ReplayOptions, 'stage' | 'profile'>,
  environment: Environment,
): Promise<{ readonly ports: ReplayPorts; readonly close: () => void }> {
  // The SDK reads the profile where it looks for credentials and region, and nowhere else.
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  const endpoints = endpointsOf(environment);
  const queue = new SQSClient(configOf(endpoints.sqs));
  const functions = new LambdaClient(configOf(endpoints.lambda));
  const stream = new DynamoDBStreamsClient(configOf(endpoints.dynamodb));
  const name = `evenkeel-strategy-${stage}-failed-batches`;
  const QueueUrl = await queueUrl(
    name,
    async () => (await queue.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl,
  );

  const ports: ReplayPorts = {
    receive: async () => {
      const input = { QueueUrl, MaxNumberOfMessages: PAGE, VisibilityTimeout: HIDDEN_SECONDS, WaitTimeSeconds: 1 };
      const { Messages = [] } = await queue.send(new ReceiveMessageCommand(input));
      return Messages.map(({ MessageId: id = '', Body: body = '', ReceiptHandle: receipt = '' }) => ({
        id,
        body,
        receipt,
      }));
    },
    remove: async ({ receipt }: FailedMessage) => {
      await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    release: async ({ receipt }: FailedMessage) => {
      await queue.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
    },
    barsOf: async (batch) => {
      const { streamArn: StreamArn, shardId: ShardId, firstSequenceNumber: SequenceNumber } = batch;
      try {
        const place = { StreamArn, ShardId, SequenceNumber, ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const };
        const { ShardIterator } = await stream.send(new GetShardIteratorCommand(place));
        const { Records = [] } = await stream.send(new GetRecordsCommand({ ShardIterator }));
        return barsIn(Records, batch);
      } catch (error) {
        if (error instanceof Error && GONE.includes(error.name)) return undefined;
        throw error;
      }
    },
    rebuild: async () => {
      const FunctionName = `evenkeel-strategy-${stage}-rebuild`;
      const { FunctionError, Payload } = await functions.send(new InvokeCommand({ FunctionName }));
      const answer: unknown = Payload === undefined ? undefined : JSON.parse(Payload.transformToString() || 'null');
      if (FunctionError !== undefined) throw new AppError('failed', `${FunctionName}: ${errorIn(answer)}`);
      return portfoliosIn(answer);
    },
  };
  return {
    ports,
    close: () => {
      for (const client of [queue, functions, stream]) client.destroy();
    },
  };
}

/** How AWS says that records, their shard or their stream are no longer there. */
const GONE = ['TrimmedDataAccessException', 'ResourceNotFoundException'];

function endpointsOf(environment: Environment): Readonly<Record<keyof typeof ENDPOINTS, string | undefined>> {
  const of = (name: keyof typeof ENDPOINTS): string | undefined =>
    environment[ENDPOINTS[name]] ?? environment['AWS_ENDPOINT_URL'];
  const endpoints = { dynamodb: of('dynamodb'), sqs: of('sqs'), lambda: of('lambda') };
  const local = Object.values(endpoints).filter((each) => each !== undefined && isLoopback(each)).length;
  if (local === 0 || local === 3) return endpoints;
  throw new AppError(
    'environment',
    `${Object.values(ENDPOINTS).join(', ')}: some of them point to this machine and others do not; use the line that \`evenkeel up\` prints, or unset them all`,
  );
}

function configOf(endpoint: string | undefined) {
  if (endpoint === undefined) return {};
  const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return { endpoint, ...(isLoopback(endpoint) ? local : {}) };
}

async function queueUrl(name: string, ask: () => Promise<string | undefined>): Promise<string> {
  try {
    return (await ask()) ?? '';
  } catch (error) {
    if (!(error instanceof Error) || !/QueueDoesNotExist|NonExistentQueue/.test(error.name)) throw error;
    throw new AppError('not-found', `there is no queue ${name}: check --stage and AWS_REGION (${messageOf(error)})`);
  }
}

interface KeyedRecord {
  readonly dynamodb?:
    | {
        readonly SequenceNumber?: string | undefined;
        readonly Keys?: Readonly<Record<string, { readonly S?: string | undefined }>> | undefined;
      }
    | undefined;
}

/** The bars of a page that begins with the batch. Sequence numbers are decimal text of any length. */
function barsIn(records: readonly KeyedRecord[], { lastSequenceNumber }: FailedBatchInfo): NamedBar[] {
  const last = BigInt(lastSequenceNumber);
  return records.flatMap(({ dynamodb }) => {
    if (dynamodb?.SequenceNumber === undefined || BigInt(dynamodb.SequenceNumber) > last) return [];
    const [symbol, session] = [dynamodb.Keys?.['ticker']?.S, dynamodb.Keys?.['timestamp']?.S];
    return symbol === undefined || session === undefined ? [] : [{ symbol, session }];
  });
}

function errorIn(answer: unknown): string {
  const said =
    typeof answer === 'object' && answer !== null && 'errorMessage' in answer ? answer.errorMessage : undefined;
  return typeof said === 'string' ? said : 'has failed; its log says why';
}

function portfoliosIn(answer: unknown): string[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'portfolio' in each && typeof each.portfolio === 'string'
      ? [each.portfolio]
      : [],
  );
}
