import { parseSessionDate } from '@evenkeel/domain/calendar';
import { AppError } from '@evenkeel/domain';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import type { Signal } from '@evenkeel/dynamo/strategy';
import { announceOverSns, isUndeliverable, messageFor } from '../../../../services/strategy/src/signals/announce';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:signals';
const signal = (changes: Partial<Signal> = {}): Signal => ({
  id: 'classic/2024-06-28/7/rebalance',
  kind: 'rebalance',
  session: parseSessionDate('2024-06-28'),
  version: 7,
  content: { signal: 'rebalance', orders: [{ symbol: 'SMH' }] },
  subject: 'classic 2024-06-28: sell 1 SMH',
  text: 'classic 2024-06-28: sell 1 SMH\n\nside symbol',
  announced: false,
  ...changes,
});

interface Structured {
  readonly [protocol: string]: string;
}
const structured = (given: Signal): Structured => JSON.parse(messageFor('classic', given).Message ?? '') as Structured;

describe('announceOverSns', () => {
  it('publishes words for people and JSON for programs, with what filter policies go by', async () => {
    const client = new SNSClient({ region: 'us-east-1' });
    const sns = mockClient(client);
    sns.on(PublishCommand).resolves({});
    await announceOverSns(client, TOPIC)('classic', signal());
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      TopicArn: TOPIC,
      Subject: 'classic 2024-06-28: sell 1 SMH',
      MessageStructure: 'json',
      MessageAttributes: {
        id: { DataType: 'String', StringValue: 'classic/2024-06-28/7/rebalance' },
        kind: { DataType: 'String', StringValue: 'rebalance' },
        portfolio: { DataType: 'String', StringValue: 'classic' },
        session: { DataType: 'String', StringValue: '2024-06-28' },
        severity: { DataType: 'String', StringValue: 'action' },
        version: { DataType: 'Number', StringValue: '7' },
      },
    });
    const message = structured(signal());
    expect(message['default']).toBe(`${signal().text}\n\nid classic/2024-06-28/7/rebalance\n`);
    expect(message['email']).toBe(message['default']);
    expect(message['sms']).toBe('classic 2024-06-28: sell 1 SMH');
    for (const protocol of ['sqs', 'lambda', 'http', 'https']) {
      expect(JSON.parse(message[protocol] ?? '')).toEqual({
        signal: 'rebalance',
        orders: [{ symbol: 'SMH' }],
        id: 'classic/2024-06-28/7/rebalance',
        kind: 'rebalance',
        severity: 'action',
        portfolio: 'classic',
        session: '2024-06-28',
        version: 7,
        subject: 'classic 2024-06-28: sell 1 SMH',
      });
    }
  });

  it('is the same message each time it is sent', () => {
    expect(messageFor('classic', signal())).toEqual(messageFor('classic', signal()));
  });

  it('leaves out of a message that is too long for SNS first what is not to be traded, then the smallest orders', () => {
    const orders = Array.from({ length: 600 }, (_, i) => ({
      symbol: `S${i}`,
      side: 'sell',
      shares: 1,
      price: 1,
      value: 600 - i,
    }));
    const pairs = Array.from({ length: 900 }, (_, i) => ({ base: `B${i}`, inverse: `I${i}`, drift: 0.1 }));
    const sizes = [
      { content: { pairs: pairs.slice(0, 9), orders: orders.slice(0, 9) }, keys: 9, pairs: true },
      { content: { pairs, orders: orders.slice(0, 300) }, keys: 300, pairs: false },
      { content: { pairs, orders: orders.flatMap((order) => [order, order]) }, keys: 100, pairs: false },
    ];
    for (const { content, keys, pairs: withPairs } of sizes) {
      const message = messageFor('classic', signal({ content })).Message ?? '';
      expect(Buffer.byteLength(message)).toBeLessThan(250_000);
      const json = JSON.parse(structured(signal({ content }))['sqs'] ?? '') as {
        orders: unknown[];
        pairs?: unknown;
        shortened?: true;
      };
      expect(json.orders).toHaveLength(keys);
      expect(json.orders).toEqual(content.orders.slice(0, keys));
      expect([json.pairs !== undefined, json.shortened]).toEqual([withPairs, withPairs ? undefined : true]);
    }
  });

  it('sends a text message of at most 160 plain characters', () => {
    const { sms } = structured(signal({ text: `Zürich ${'x'.repeat(300)}` }));
    expect(sms).toMatch(/^Zurich x[ -~]{152}$/);
  });
});

describe('isUndeliverable', () => {
  const named = (name: string, message: string) => Object.assign(new Error(message), { name });

  it.each([
    [named('InvalidParameterException', 'Invalid parameter: Message too long'), true],
    [named('InvalidParameterException', 'Invalid parameter: TopicArn'), false],
    [named('NotFoundException', 'Topic does not exist'), false],
    [named('AuthorizationErrorException', 'not allowed'), false],
    [named('TimeoutError', 'socket'), false],
    [new AppError('bad-data', 'no signal'), true],
    ['thrown text', false],
  ])('%s: %s', (error, answer) => {
    expect(isUndeliverable(error)).toBe(answer);
  });
});
