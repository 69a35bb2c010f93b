import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { announceOverSns } from '../../../../services/strategy/src/signals/announce';

describe('announceOverSns', () => {
  it('publishes the signal as JSON under a subject that SNS takes', async () => {
    const client = new SNSClient({ region: 'us-east-1' });
    const sns = mockClient(client);
    sns.on(PublishCommand).resolves({});
    await announceOverSns(client, 'arn:aws:sns:us-east-1:000000000000:signals')(`ü${'x'.repeat(200)}`, '2024-06-28', {
      signal: 'rebalance',
    });
    const [call] = sns.commandCalls(PublishCommand);
    const input = call?.args[0].input;
    expect(input?.TopicArn).toBe('arn:aws:sns:us-east-1:000000000000:signals');
    expect(input?.Subject).toMatch(/^[ -~]{1,100}$/);
    expect(JSON.parse(input?.Message ?? '')).toEqual({ signal: 'rebalance' });
    expect(input?.MessageAttributes?.['session']).toEqual({ DataType: 'String', StringValue: '2024-06-28' });
  });
});
