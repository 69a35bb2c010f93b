import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Problem } from '@evenkeel/runtime/problem';

/** What a page may do at most; JSON and CSV may do nothing. */
const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': NO_CONTENT_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A 200 in the making. */
export interface Answer {
  readonly body: string;
  readonly contentType: string;
  /** What the ETag stands for, e.g. `2024-06-28.17`; the body's hash is taken where there is no version. */
  readonly version?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Answers 200 with an ETag, or 304 to a client that has this very answer. */
export function answer(c: Context, { body, contentType, version, headers = {} }: Answer): Response {
  const etag = `"${version ?? createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const common = { ...headers, etag, 'cache-control': 'private, no-cache' };
  if (matches(c.req.header('if-none-match'), etag)) return c.body(null, 304, common);
  return c.body(body, 200, { ...common, 'content-type': contentType });
}

/** {@link answer} with JSON. */
export function answerJson(
  c: Context,
  value: unknown,
  version?: string,
  headers?: Readonly<Record<string, string>>,
): Response {
  return answer(c, { body: JSON.stringify(value), contentType: 'application/json', version, headers });
}

/** Answers with a problem document. */
export function answerProblem(c: Context, body: Problem): Response {
  return c.body(JSON.stringify(body), body.status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(body.status === 503 ? { 'retry-after': '1' } : {}),
    ...(body.status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
}

function matches(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*') ?? false;
}
