import { MOST_BODY_BYTES, requestOf, resultOf } from '../../../../services/query/src/http/lambda-http';
import { httpEvent } from '../../../factories/http-event';

function accepted(request: ReturnType<typeof requestOf>): Request {
  if (request instanceof Request) return request;
  throw new Error(`refused: ${JSON.stringify(request)}`);
}

describe('requests and results of the HTTP API', () => {
  it('keep repeated parameters apart', () => {
    const { url } = accepted(requestOf(httpEvent('GET')));
    expect(new URL(url).searchParams.getAll('symbols')).toEqual(['QQQ', 'SQQQ']);
  });

  it('pass over the body of a GET and whatever header cannot be one', () => {
    const { headers } = accepted(
      requestOf(httpEvent('GET', { body: 'abc', headers: { 'if-none-match': 'ü\n', 'content-type': 'text/plain' } })),
    );
    expect([...headers.keys()]).toEqual(['content-type']);
  });

  it('refuse a body above 64 KB, counted in bytes, also behind base64', () => {
    const refused = { type: 'urn:evenkeel:problem:invalid-request', status: 400 };
    expect(requestOf(httpEvent('POST', { body: 'x'.repeat(MOST_BODY_BYTES + 1) }))).toMatchObject(refused);
    expect(requestOf(httpEvent('POST', { body: 'ü'.repeat(MOST_BODY_BYTES / 2 + 1) }))).toMatchObject(refused);
    const encoded = Buffer.alloc(MOST_BODY_BYTES + 1).toString('base64');
    expect(requestOf(httpEvent('POST', { body: encoded, isBase64Encoded: true }))).toMatchObject(refused);
    expect(requestOf(httpEvent('POST', { body: 'x'.repeat(MOST_BODY_BYTES) }))).toBeInstanceOf(Request);
  });

  it('answer with status, headers and text', async () => {
    const result = await resultOf(new Response('{}', { status: 404, headers: { etag: '"x"' } }));
    expect(result).toMatchObject({ statusCode: 404, body: '{}', headers: { etag: '"x"' } });
  });
});
