import { DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { openService } from '../../../../services/strategy/src/handlers/service';
import { openLog } from '@evenkeel/runtime/log';
import { openMetrics } from '@evenkeel/runtime/metrics';
import { failureOf } from '../../../support/failure';
import { captureLines, invocationOf } from '../../../support/written-lines';

const outlets = () => ({ log: openLog('strategy', 'test').log, metrics: openMetrics('strategy', 'test').metrics });
const TABLES = { PRICE_HISTORY_TABLE: 'prices', STRATEGY_TABLE: 'strategy', AWS_REGION: 'us-east-1' };
const record = (ticker: string, sequence: string): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: ticker }, timestamp: { S: '2024-06-28' } }, SequenceNumber: sequence },
});

afterEach(() => jest.restoreAllMocks());

test('the function that the stream wakes answers with where it failed, and does nothing for symbols of others', async () => {
  const dynamo = mockClient(DynamoDBClient).rejects(new Error('connection refused'));
  const written = captureLines({ ...TABLES, SIGNAL_TOPIC_ARN: '[object Object]' });
  const { handler } = await import('../../../../services/strategy/src/handlers/recompute');

  const failed = await handler({ Records: [record('QQQ', '12'), record('SQQQ', '9')] }, invocationOf('1'));
  expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: '9' }] });
  expect(written.logs().map(({ service, portfolio, message }) => ({ service, portfolio, message }))).toEqual([
    { service: 'strategy', portfolio: 'classic', message: 'portfolio classic: connection refused' },
    { service: 'strategy', portfolio: 'hedged', message: 'portfolio hedged: connection refused' },
    {
      service: 'strategy',
      message: 'failed: 2 of 2 portfolios failed: classic: connection refused; hedged: connection refused',
    },
  ]);

  dynamo.resetHistory();
  const passed = await handler({ Records: [record('GLD', '12')] }, invocationOf('2'));
  expect(passed).toEqual({ batchItemFailures: [] });
  expect(dynamo.calls()).toHaveLength(0);
});

test.each([
  ['names in the log what of the price table holds no bar', { close: { S: 'much' } }, ['QQQ 2024-06-28: open']],
  ['says nothing of a table whose items are bars', undefined, []],
])('the function that the stream wakes %s', async (_, poison, named) => {
  const dynamo = mockClient(DynamoDBClient).resolves({});
  dynamo.on(UpdateItemCommand).resolves({ Attributes: { taken: { N: '1' } } });
  if (poison !== undefined) {
    const item = { ticker: { S: 'QQQ' }, timestamp: { S: '2024-06-28' }, ...poison };
    dynamo.on(QueryCommand, { ExpressionAttributeValues: { ':ticker': { S: 'QQQ' } } }).resolves({ Items: [item] });
  }
  const written = captureLines(TABLES);
  const { handler } = await import('../../../../services/strategy/src/handlers/recompute');
  expect(await handler({ Records: [record('QQQ', '12')] }, invocationOf('1'))).toEqual({ batchItemFailures: [] });
  const warned = written.logs().filter(({ level }) => level === 'WARN');
  for (const portfolio of ['classic', 'hedged'])
    expect(warned.filter((line) => line['portfolio'] === portfolio).flatMap(({ items }) => items)).toEqual(named);
});

describe('the environment', () => {
  const refusal = (environment: Record<string, string>) =>
    failureOf(Promise.resolve().then(() => openService(environment, outlets())));

  test.each(['PRICE_HISTORY_TABLE', 'STRATEGY_TABLE'])('without %s nothing begins', async (variable) => {
    const { code, details } = await refusal({ ...TABLES, [variable]: '' });
    expect(code).toBe('environment');
    expect(details).toEqual({ variable });
  });

  test('chooses the portfolios', async () => {
    const chosen = (EVENKEEL_PORTFOLIOS: string) => openService({ ...TABLES, EVENKEEL_PORTFOLIOS }, outlets()).enabled;
    expect(chosen('').portfolios.map(({ name }) => name)).toEqual(['classic', 'hedged']);
    expect(chosen('hedged').portfolios.map(({ name }) => name)).toEqual(['hedged']);
    const { code, message } = await refusal({ ...TABLES, EVENKEEL_PORTFOLIOS: 'classical' });
    expect(code).toBe('bad-input');
    expect(message).toBe('there is no portfolio "classical" (did you mean "classic"?); there are classic, hedged');
  });

  test('has somebody to announce to only where the topic is a real one', () => {
    const announceTo = (topic: string) => openService({ ...TABLES, SIGNAL_TOPIC_ARN: topic }, outlets()).deps.announce;
    expect(announceTo('[object Object]')).toBeUndefined();
    expect(announceTo('arn:aws:sns:x')).toBeDefined();
  });

  test('is told of a signal that could not be sent by a line in the log and a metric', () => {
    const written = captureLines(TABLES);
    const { log } = openLog('strategy', 'test');
    const { metrics, publish } = openMetrics('strategy', 'test');
    openService(TABLES, { log, metrics }).deps.missed?.('test/2024-06-28/1/rebalance', 'the topic is down');
    publish();
    expect(written.logs()).toMatchObject([
      { level: 'ERROR', message: 'signal test/2024-06-28/1/rebalance could not be sent: the topic is down' },
    ]);
    expect(written.metrics()).toMatchObject([{ SignalsUnsent: 1 }]);
  });
});
