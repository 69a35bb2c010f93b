import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An event of the HTTP API as AWS sends it; `changes` replace whole keys. */
export function httpEvent(method: string, changes: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/v1/prices',
    rawQueryString: 'symbols=QQQ&symbols=SQQQ',
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'bad host!',
      domainPrefix: 'api',
      http: { method, path: '/v1/prices', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'id',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    ...changes,
  };
}
