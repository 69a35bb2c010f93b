import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { captureLines, invocationOf } from '../../../support/written-lines';
import { httpEvent } from '../../../factories/http-event';

jest.mock('../../../../services/query/openapi.yml', () => ({ default: { openapi: '3.1.0' } }), { virtual: true });

test('the function answers, logs what failed in its route, and counts each request with its route', async () => {
  mockClient(DynamoDBClient).rejects(new Error('connection refused'));
  const written = captureLines({
    PRICE_HISTORY_TABLE: 'prices',
    INGESTION_TABLE: 'ingestion',
    STRATEGY_TABLE: 'strategy',
  });
  const { handler } = await import('../../../../services/query/src/handlers/api');
  const ask = async (rawPath: string, changes: Parameters<typeof httpEvent>[1] = {}) =>
    (await handler(httpEvent('GET', { rawPath, rawQueryString: '', ...changes }), invocationOf(rawPath))).statusCode;

  expect(await ask('/openapi.json')).toBe(200);
  expect(await ask('/v1/symbols')).toBe(500);
  expect(await ask('/nope', { body: 'x'.repeat(65 * 1024) })).toBe(400);
  jest.restoreAllMocks();

  expect(written.logs()).toMatchObject([
    { service: 'query', requestId: '/v1/symbols', path: '/v1/symbols', message: 'failed: connection refused' },
  ]);
  expect(written.metrics()).toMatchObject([
    { route: '/openapi.json', status: '200', Requests: 1 },
    { route: '/v1/symbols', status: '500', Requests: 1, Failures: 1 },
    { status: '400', Requests: 1, ClientErrors: 1 },
  ]);
  expect(written.metrics()[2]).not.toHaveProperty('route');
});
