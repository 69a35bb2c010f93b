import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { logger, metrics } from '../../../services/strategy/src/handlers/deployment';
import { handler } from '../../../services/strategy/src/handlers/recompute';

const record = (ticker: string, sequence: string): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: ticker }, timestamp: { S: '2024-06-28' } }, SequenceNumber: sequence },
});

describe('the stream handler', () => {
  const dynamo = mockClient(DynamoDBClient);
  const environment = { ...process.env };

  beforeAll(() => {
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      PRICE_HISTORY_TABLE: 'prices',
      STRATEGY_TABLE: 'strategy',
      EVENKEEL_PORTFOLIO: 'classic',
      SIGNAL_TOPIC_ARN: '[object Object]',
    });
    jest.spyOn(logger, 'error').mockImplementation();
    jest.spyOn(metrics, 'publishStoredMetrics').mockImplementation();
  });

  afterAll(() => {
    process.env = environment;
    jest.restoreAllMocks();
  });

  it('answers with the lowest sequence number when the tables cannot be reached, and logs why', async () => {
    dynamo.rejects(new Error('connection refused'));
    await expect(handler({ Records: [record('QQQ', '12'), record('SQQQ', '9')] })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: '9' }],
    });
    expect(logger.error).toHaveBeenCalledWith(expect.stringContaining('connection refused'), expect.anything());
  });

  it('does nothing for symbols that the portfolio does not hold', async () => {
    dynamo.reset();
    await expect(handler({ Records: [record('GLD', '12')] })).resolves.toEqual({ batchItemFailures: [] });
    expect(dynamo.calls()).toHaveLength(0);
  });
});
