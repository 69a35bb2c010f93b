import type { HttpResult } from '@evenkeel/runtime/functions';
import { problem, type Problem } from '@evenkeel/runtime/problem';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Most bytes of a body. */
export const MOST_BODY_BYTES = 64 * 1024;

/**
 * The request of an HTTP API event, or why it is refused before it has a route. hono's own adapter
 * (deprecated since 4.13) takes the host from the client and fails on a GET that carries a body; here
 * every host is alike, and the body of a GET, which means nothing, is dropped.
 */
export function requestOf(event: APIGatewayProxyEventV2): Request | Problem {
  const { method } = event.requestContext.http;
  // AWS leaves an absent body out, serverless-offline sends null.
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.byteLength > MOST_BODY_BYTES) {
    return problem('invalid-request', `The body is larger than ${MOST_BODY_BYTES / 1024} KB.`);
  }
  const address = `https://api.invalid${event.rawPath}${event.rawQueryString === '' ? '' : `?${event.rawQueryString}`}`;
  if (!URL.canParse(address)) return problem('invalid-request', 'The address cannot be read.');
  return new Request(address, {
    method,
    headers: headersOf(event.headers),
    ...(body.byteLength === 0 || method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
}

/** What the HTTP API wants back; every body of ours is text. */
export async function resultOf(response: Response): Promise<HttpResult> {
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

/** Only what the API reads; anything else a client sends cannot disturb. */
function headersOf(headers: APIGatewayProxyEventV2['headers']): Headers {
  const kept = new Headers();
  const condition = headers['if-none-match'];
  if (condition !== undefined && /^[\x20-\x7e]*$/.test(condition)) kept.set('if-none-match', condition);
  const type = headers['content-type'];
  if (type !== undefined && /^[\x20-\x7e]*$/.test(type)) kept.set('content-type', type);
  return kept;
}
