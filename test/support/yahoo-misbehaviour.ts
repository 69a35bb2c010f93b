import type { ServerResponse } from 'node:http';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { openOf, type ChartBody, type ChartResult } from './yahoo-chart-body';

/**
 * What may happen instead of a good answer. `good` is the body that was due, or undefined when the
 * symbol is unknown; a misbehaviour ends the response or knowingly leaves it hanging.
 */
export type Misbehaviour = (response: ServerResponse, good: ChartBody | undefined) => void;

/** 429, as JSON or as the plain text of Yahoo's edge (gadicc/yahoo-finance2#982). */
export function rateLimited(options: { json?: boolean; retryAfter?: string } = {}): Misbehaviour {
  return (response) => {
    const headers = options.retryAfter === undefined ? {} : { 'retry-after': options.retryAfter };
    if (options.json) {
      const error = { code: 'Too Many Requests', description: 'Rate limited' };
      response.writeHead(429, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ finance: { result: null, error } }));
      return;
    }
    response.writeHead(429, { 'content-type': 'text/html', ...headers });
    response.end('Edge: Too Many Requests');
  };
}

export function serverError(status = 502): Misbehaviour {
  return recorded(
    status,
    '<!DOCTYPE html><html><head><title>Yahoo</title></head><body><p>Will be right back...</p></body></html>',
    'text/html',
  );
}

/** Any status with any body, such as a recorded one. */
export function recorded(status: number, body: string, contentType = 'application/json'): Misbehaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType });
    response.end(body);
  };
}

/** Accepts the request and never answers. */
export const stall: Misbehaviour = () => undefined;

/** Sends the headers and half of the body, then nothing. */
export const stallInBody: Misbehaviour = (response, good) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(half(good));
};

/** A whole HTTP message with half a JSON document in it. */
export const truncated: Misbehaviour = (response, good) => recorded(200, half(good))(response, good);

/** The connection breaks in the middle of the body. */
export const cutOff: Misbehaviour = (response, good) => {
  const body = JSON.stringify(good);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(half(good), () => response.destroy());
};

/** The page on which visitors from some countries are asked about cookies. */
export const consentPage: Misbehaviour = recorded(
  200,
  '<!DOCTYPE html><html lang="de"><head><title>Yahoo ist Teil der Yahoo Markenfamilie</title></head><body><form action="/v2/collectConsent?sessionId=1" class="consent-form"></form></body></html>',
  'text/html',
);

/** A page of the day that Yahoo is down, with status 200. */
export const downPage: Misbehaviour = recorded(
  200,
  '<html><body>Will be right back... Thank you for your patience.</body></html>',
  'text/html',
);

export const chartNull: Misbehaviour = recorded(200, '{"chart":null}');
export const resultNull: Misbehaviour = recorded(200, '{"chart":{"result":null,"error":null}}');

/** What Yahoo sends for a range without sessions: no `timestamp`, an empty quote. */
export const noTimestamps: Misbehaviour = edited((result) => {
  delete result.timestamp;
  delete result.events;
  result.indicators = { quote: [{}] };
});

export const notFound: Misbehaviour = failure(404, 'Not Found', 'No data found, symbol may be delisted');
export const rangeBeforeListing: Misbehaviour = failure(
  400,
  'Bad Request',
  "Data doesn't exist for startDate = 1, endDate = 2",
);

/** The good answer with something changed in it. */
export function edited(edit: (result: ChartResult) => void): Misbehaviour {
  return (response, good) => {
    const body = structuredClone(good);
    for (const result of body?.chart?.result ?? []) edit(result);
    recorded(200, JSON.stringify(body))(response, good);
  };
}

/** The good answer with one more dividend, such as one whose ex-date is still to come. */
export function withDividendOn(session: SessionDate, amount: number): Misbehaviour {
  return edited((result) => {
    const date = openOf(session);
    result.events = { ...result.events, dividends: { ...result.events?.dividends, [date]: { amount, date } } };
  });
}

function failure(status: number, code: string, description: string): Misbehaviour {
  return recorded(status, JSON.stringify({ chart: { result: null, error: { code, description } } }));
}

function half(good: ChartBody | undefined): string {
  const body = JSON.stringify(good ?? { chart: { result: [{ meta: {} }] } });
  return body.slice(0, Math.floor(body.length / 2));
}
