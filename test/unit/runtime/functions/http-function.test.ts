import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { httpFunction, type HttpResult } from '@evenkeel/runtime/functions';
import { httpEvent } from '../../../factories/http-event';
import { captureLines, invocationOf, type WrittenLines } from '../../../support/written-lines';

let written: WrittenLines;
beforeEach(() => {
  written = captureLines();
});
afterEach(() => jest.restoreAllMocks());

const running = (run: (event: APIGatewayProxyEventV2) => Promise<HttpResult>) =>
  httpFunction({ service: 'query', open: () => undefined, run: (_deps, event) => run(event) });

describe('a function behind the HTTP API', () => {
  test.each([
    [200, {}],
    [304, {}],
    [404, { ClientErrors: 1 }],
    [500, { Failures: 1 }],
    [503, {}],
  ])('counts a request that was answered with %i, with its time', async (statusCode, counted) => {
    await running(() => Promise.resolve({ statusCode }))(httpEvent('GET'), invocationOf('1'));
    const [line, ...others] = written.metrics();
    expect(others).toEqual([]);
    const { _aws, Latency, ...rest } = line ?? {};
    expect(_aws).toBeDefined();
    expect(Latency).toBeGreaterThanOrEqual(0);
    expect(rest).toEqual({ service: 'query', stage: 'test', Requests: 1, status: String(statusCode), ...counted });
  });

  test('answers what was thrown with a problem that says no more than that, and logs the rest', async () => {
    const handler = running(() => Promise.reject(new Error('AccessDenied: table/evenkeel-prod-Strategy')));
    const { statusCode, headers, body } = await handler(httpEvent('GET'), invocationOf('3'));
    expect(statusCode).toBe(500);
    expect(headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(body).not.toMatch(/AccessDenied|evenkeel-prod/);
    expect(written.logs()).toMatchObject([
      {
        level: 'ERROR',
        requestId: '3',
        path: '/v1/prices',
        message: expect.stringContaining('AccessDenied') as string,
      },
    ]);
    expect(written.metrics()).toMatchObject([{ Requests: 1, Failures: 1, status: '500' }]);
  });

  test('answers so too when it cannot open what it needs', async () => {
    const handler = httpFunction<undefined>({
      service: 'query',
      open: () => {
        throw new Error('STRATEGY_TABLE is not set');
      },
      run: () => Promise.resolve({ statusCode: 200 }),
    });
    expect(await handler(httpEvent('GET'), invocationOf('1'))).toMatchObject({ statusCode: 500 });
    expect(written.metrics()).toMatchObject([{ Requests: 1, Failures: 1 }]);
  });
});
