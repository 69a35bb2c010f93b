import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { parseTicker } from '@evenkeel/domain/prices';
import { barItem, priceHistoryReader } from '@evenkeel/dynamo/prices';
import { lastBarsInput, rangeInput } from '../../../../shared/dynamo/src/prices/history-reader';
import { bar, day } from '../../../factories/bars';
import { failureOf } from '../../../support/failure';

const QQQ = parseTicker('QQQ');
const client = new DynamoDBClient({ region: 'us-east-1' });
const mock = mockClient(client);
const reader = priceHistoryReader(client, 'prices');
const item = (session: string) =>
  barItem(QQQ, bar(session), { source: 'test', recordedAt: '2024-06-28T22:00:00.000Z' });
beforeEach(() => mock.reset());

test('ranges become key conditions, both ends inclusive', () => {
  const [from, to] = [day('2024-01-02'), day('2024-06-28')];
  expect(rangeInput('prices', QQQ).KeyConditionExpression).toBe('#ticker = :ticker');
  expect(rangeInput('prices', QQQ, { from }).KeyConditionExpression).toBe('#ticker = :ticker AND #timestamp >= :from');
  expect(rangeInput('prices', QQQ, { to }).KeyConditionExpression).toBe('#ticker = :ticker AND #timestamp <= :to');
  expect(rangeInput('prices', QQQ, { from, to, consistent: true })).toEqual({
    TableName: 'prices',
    KeyConditionExpression: '#ticker = :ticker AND #timestamp BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#ticker': 'ticker', '#timestamp': 'timestamp' },
    ExpressionAttributeValues: { ':ticker': { S: 'QQQ' }, ':from': { S: from }, ':to': { S: to } },
    ConsistentRead: true,
  });
});

test('the last n are asked for backwards and no more than n', () => {
  expect(lastBarsInput('prices', QQQ, 5)).toMatchObject({ ScanIndexForward: false, Limit: 5, ConsistentRead: false });
});

test('pages are followed to the end, or until there is enough', async () => {
  mock
    .on(QueryCommand)
    .resolvesOnce({ Items: [item('2024-06-28')], LastEvaluatedKey: { ticker: { S: 'QQQ' } } })
    .resolvesOnce({ Items: [], LastEvaluatedKey: { ticker: { S: 'QQQ' } } })
    .resolvesOnce({ Items: [item('2024-06-27'), item('2024-06-26')], LastEvaluatedKey: { ticker: { S: 'QQQ' } } });
  const last = await reader.lastBars(QQQ, 2);
  expect(last.map(({ session }) => session)).toEqual(['2024-06-28', '2024-06-27']);
  expect(mock.commandCalls(QueryCommand)).toHaveLength(3);
});

test('answers are lists, however little there is', async () => {
  mock.on(QueryCommand).resolves({ Items: [] });
  expect(await reader.lastBars(QQQ, 1)).toEqual([]);
  expect(await reader.lastBars(QQQ, 0)).toEqual([]);
  expect(await reader.bars(QQQ)).toEqual([]);
  expect(await reader.newestSession(QQQ)).toBeUndefined();
  expect([...(await reader.barsOf([QQQ, QQQ, parseTicker('SPY')])).entries()]).toEqual([
    ['QQQ', []],
    ['SPY', []],
  ]);
});

test('the newest session is read without its bar', async () => {
  mock.on(QueryCommand).resolves({ Items: [{ timestamp: { S: '2024-06-28' } }] });
  expect(await reader.newestSession(QQQ, { consistent: true })).toBe('2024-06-28');
  expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
    ProjectionExpression: '#timestamp',
    ExpressionAttributeNames: { '#ticker': 'ticker', '#timestamp': 'timestamp' },
    ScanIndexForward: false,
    Limit: 1,
    ConsistentRead: true,
  });
});

test.each([-1, 1.5, Number.NaN])('%s is no count of bars', async (n) => {
  expect((await failureOf(reader.lastBars(QQQ, n))).code).toBe('bad-input');
});
