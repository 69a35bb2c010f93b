import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { isLoopback } from '@evenkeel/dynamo/requests';

/** A queue on 127.0.0.1 that speaks SQS's own JSON, as far as a replay asks. */
export interface LocalQueue {
  /** e.g. `http://127.0.0.1:40123`; for `AWS_ENDPOINT_URL_SQS`. */
  readonly endpoint: string;
  /** Puts a message behind the others. */
  send(body: string): void;
  stop(): Promise<void>;
}

interface Message {
  readonly id: string;
  readonly body: string;
  receipt: string;
  /** Ms since the epoch until which nobody else is shown it. */
  hiddenUntil: number;
}

/** Far more than a message of SQS may have (1 MiB). */
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Serves one queue, in memory: a stack that is started again on kept tables rebuilds all of its views, so what was given up before is
 * worked in by then.
 * @param now ms since the epoch
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export async function startLocalQueue(name: string, now: () => number = Date.now): Promise<LocalQueue> {
  const messages: Message[] = [];
  const send = (body: string): Message => {
    const message = { id: randomUUID(), body, receipt: '', hiddenUntil: 0 };
    messages.push(message);
    return message;
  };
  const hide = (message: Message, seconds: unknown): void => {
    message.hiddenUntil = now() + (typeof seconds === 'number' ? seconds : 30) * 1000;
  };
  const actions: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>> = {
    GetQueueUrl: (input) => {
      if (input['QueueName'] !== name)
        throw new QueueError('QueueDoesNotExist', `there is no queue ${String(input['QueueName'])}`);
      return { QueueUrl: `${endpoint}/000000000000/${name}` };
    },
    SendMessage: (input) => {
      const { id, body } = send(String(input['MessageBody']));
      return { MessageId: id, MD5OfMessageBody: md5(body) };
    },
    ReceiveMessage: (input) => {
      const most = typeof input['MaxNumberOfMessages'] === 'number' ? input['MaxNumberOfMessages'] : 1;
      const visible = messages.filter(({ hiddenUntil }) => hiddenUntil <= now()).slice(0, most);
      for (const message of visible) {
        message.receipt = randomUUID();
        hide(message, input['VisibilityTimeout']);
      }
      return {
        Messages: visible.map(({ id, body, receipt }) => ({
          MessageId: id,
          Body: body,
          ReceiptHandle: receipt,
          MD5OfBody: md5(body),
        })),
      };
    },
    ChangeMessageVisibility: (input) => {
      hide(messageOf(input), input['VisibilityTimeout']);
      return {};
    },
    DeleteMessage: (input) => {
      messages.splice(messages.indexOf(messageOf(input)), 1);
      return {};
    },
  };
  const messageOf = (input: Readonly<Record<string, unknown>>): Message => {
    const found = messages.find(({ receipt }) => receipt !== '' && receipt === input['ReceiptHandle']);
    if (found === undefined)
      throw new QueueError('ReceiptHandleIsInvalid', 'no message has been received with that handle');
    return found;
  };
  const server = createServer((request, response) => {
    void answer(request, actions).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  const endpoint = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    endpoint,
    send: (body) => void send(body),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

class QueueError extends Error {
  constructor(
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer(
  request: IncomingMessage,
  actions: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>,
): Promise<Answer> {
  try {
    // No page of the internet that has found the port may ask under its own name.
    if (!isLoopback(`http://${request.headers.host ?? ''}`))
      throw new QueueError('AccessDenied', 'this queue answers 127.0.0.1 only');
    const [, action = ''] = String(request.headers['x-amz-target']).split('.');
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (act === undefined) throw new QueueError('InvalidAction', `this queue does not know ${action}`);
    return { status: 200, body: act(await inputOf(request)) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new QueueError('InternalFailure', String(error));
    return { status: 400, body: { __type: `com.amazonaws.sqs#${name}`, message } };
  }
}

async function inputOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BODY_BYTES) throw new QueueError('InvalidParameterValue', 'the request is too long');
  }
  const value: unknown = JSON.parse(text === '' ? '{}' : text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
