import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startLocalQueue, type LocalQueue } from '../../../../cli/src/stack/local-queue';

let now = 0;
let queue: LocalQueue;
let client: SQSClient;
let QueueUrl: string | undefined;

beforeEach(async () => {
  now = 0;
  queue = await startLocalQueue('failed-batches', () => now);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new SQSClient({ endpoint: queue.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  ({ QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'failed-batches' })));
});
afterEach(async () => {
  client.destroy();
  await queue.stop();
});

async function received(VisibilityTimeout = 300): Promise<{ bodies: (string | undefined)[]; receipts: string[] }> {
  const input = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout };
  const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
  return {
    bodies: Messages.map(({ Body }) => Body),
    receipts: Messages.map(({ ReceiptHandle = '' }) => ReceiptHandle),
  };
}

describe("the local stack's failure queue, asked by the SDK", () => {
  it('shows a message once, and again when it was neither removed nor kept for longer', async () => {
    queue.send('first');
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'second' }));
    expect((await received()).bodies).toEqual(['first', 'second']);
    expect((await received()).bodies).toEqual([]);
    now += 300_000;
    expect((await received()).bodies).toEqual(['first', 'second']);
  });

  it('shows a message at once that was released, and never one that was removed', async () => {
    queue.send('first');
    queue.send('second');
    const [first = '', second = ''] = (await received()).receipts;
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first }));
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: second, VisibilityTimeout: 0 }));
    expect((await received()).bodies).toEqual(['second']);
    await expect(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first }))).rejects.toThrow(
      'no message has been received with that handle',
    );
  });

  it('knows its own name only, and answers this machine only', async () => {
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'other' }))).rejects.toThrow(
      'there is no queue other',
    );
    const other = await fetch(queue.endpoint, { method: 'POST', headers: { 'x-amz-target': 'AmazonSQS.Purge' } });
    expect([other.status, await other.json()]).toEqual([
      400,
      { __type: 'com.amazonaws.sqs#InvalidAction', message: 'this queue does not know Purge' },
    ]);
  });
});
