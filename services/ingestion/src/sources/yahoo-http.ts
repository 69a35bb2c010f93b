import { AppError, isAppError, messageOf } from '@evenkeel/domain';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Machine } from '@evenkeel/dynamo/pacing';

/** One request to Yahoo, and whom to name when it fails. */
export interface YahooRequest {
  readonly ticker: Ticker;
  /** Stands in for Yahoo's own scheme, host and port; a path in it comes before Yahoo's. */
  readonly baseUrl: string | undefined;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Its clock reads `Retry-After`, its timer ends a request that takes too long. */
  readonly machine: Machine;
}

/**
 * A `fetch` for the Yahoo library that turns every failure into an `AppError` before the library
 * sees it: the library would print the address on standard error, and take a text body for a bug.
 * What it lets through has status 200 and a JSON body with one result.
 */
export function yahooFetch(request: YahooRequest): typeof fetch {
  return async (input, init) => {
    const url = addressOf(input instanceof Request ? input.url : String(input), request.baseUrl);
    const { response, body } = await receive(url, init, request);
    if (response.status === 429 || response.status === 408 || response.status >= 500) {
      throw unavailable(request, `Yahoo answered ${response.status} ("${glance(body)}"); ask again later`, {
        status: response.status,
        retryAfterMs: retryAfterMs(response.headers.get('retry-after'), request.machine),
      });
    }
    const answer = jsonOf(body);
    if (!response.ok) throw refused(request, response.status, errorOf(answer)?.description ?? glance(body));
    if (answer === undefined) throw notJson(request, response.url || url, body);
    checkEnvelope(request, answer);
    return new Response(body, { status: 200, headers: { 'content-type': 'application/json' } });
  };
}

function addressOf(url: string, baseUrl: string | undefined): string {
  if (baseUrl === undefined) return url;
  const { pathname, search } = new URL(url);
  return `${baseUrl.replace(/\/+$/, '')}${pathname}${search}`;
}

async function receive(
  url: string,
  init: RequestInit | undefined,
  request: YahooRequest,
): Promise<{ response: Response; body: string }> {
  const timeout = request.machine.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    const response = await request.fetch(url, { ...init, signal });
    return { response, body: await response.text() };
  } catch (error) {
    if (request.signal?.aborted) throw calledOff(request, error);
    if (timeout.aborted) {
      throw unavailable(
        request,
        `Yahoo did not answer within ${request.timeoutMs / 1000} s; ask again later`,
        {},
        error,
      );
    }
    throw unavailable(
      request,
      `Yahoo cannot be reached at ${new URL(url).host} (${reasonOf(error)}); check the network`,
      {},
      error,
    );
  }
}

function calledOff(request: YahooRequest, error: unknown): AppError {
  const reason: unknown = request.signal?.reason;
  if (isAppError(reason)) return reason;
  return new AppError(
    'failed',
    `${request.ticker}: the request was called off (${messageOf(reason)})`,
    { symbol: request.ticker },
    { cause: error },
  );
}

/** Node hides what happened ("ECONNREFUSED") one or two levels below "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = property(error, 'cause');
  if (cause !== undefined) return reasonOf(cause);
  return String(property(error, 'code') ?? property(error, 'message') ?? error);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * A body that is no JSON: cut off on the way, a "we will be right back" page, or the consent page
 * to which Yahoo sends some addresses (only the last stays for as long as one asks from there).
 */
function notJson(request: YahooRequest, url: string, body: string): AppError {
  if (!/^\s*</.test(body))
    return unavailable(request, `Yahoo's answer broke off after ${body.length} characters; ask again`);
  if (/consent|guce/i.test(new URL(url).host) || /consent/i.test(body)) {
    return new AppError(
      'vendor-refused',
      `${request.ticker}: Yahoo answered with its consent page, not with prices; ask from another network`,
      { symbol: request.ticker },
    );
  }
  return unavailable(request, `Yahoo answered with a web page ("${glance(body)}"), not with prices; ask again later`);
}

/** The library would fail on these without saying for whom. */
function checkEnvelope(request: YahooRequest, answer: unknown): void {
  const problem = errorOf(answer);
  if (problem) {
    if (/not found|bad request|unprocessable/i.test(problem.code)) throw refused(request, 200, problem.description);
    throw unavailable(request, `Yahoo answered "${problem.code}: ${problem.description}"; ask again later`);
  }
  const result = property(property(answer, 'chart'), 'result');
  if (!Array.isArray(result) || property(result, 0) === undefined || property(result, 0) === null) {
    throw unavailable(request, 'Yahoo answered without a result; ask again later');
  }
}

function errorOf(answer: unknown): { code: string; description: string } | undefined {
  const error = property(property(answer, 'chart') ?? property(answer, 'finance'), 'error');
  const code = property(error, 'code');
  const description = property(error, 'description');
  return typeof code === 'string'
    ? { code, description: typeof description === 'string' ? description : code }
    : undefined;
}

function property(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function refused(request: YahooRequest, status: number, why: string): AppError {
  return new AppError(
    'vendor-refused',
    `${request.ticker}: Yahoo has no prices for it (${status}: ${why}); check the symbol and the range`,
    { symbol: request.ticker, status },
  );
}

function unavailable(
  request: YahooRequest,
  what: string,
  details: Record<string, string | number | undefined> = {},
  cause?: unknown,
): AppError {
  return new AppError(
    'vendor-unavailable',
    `${request.ticker}: ${what}`,
    { symbol: request.ticker, ...details },
    { cause },
  );
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterMs(header: string | null, machine: Machine): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - machine.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** The beginning of a body as one short line without markup. */
function glance(body: string): string {
  const line = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
