import { AppError, type ErrorCode } from '@evenkeel/domain';

/** Kinds of failure a client can tell apart by `type` (RFC 9457). They never change their meaning. */
const KINDS = {
  'invalid-parameter': { status: 400, title: 'A parameter is wrong' },
  'invalid-request': { status: 400, title: 'The request is wrong' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'Not with this method' },
  busy: { status: 503, title: 'Being replaced at this moment' },
  internal: { status: 500, title: 'Something failed on our side' },
} as const;

/** Last part of a problem's `type`. */
export type ProblemKind = keyof typeof KINDS;

/** Body of an error answer, `application/problem+json`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: (typeof KINDS)[ProblemKind]['status'];
  readonly detail: string;
  /** The parameter at fault, with `invalid-parameter`. */
  readonly parameter?: string;
}

/** A problem document. `detail` is for people: what is wrong and what to do. */
export function problem(kind: ProblemKind, detail: string, parameter?: string): Problem {
  const { status, title } = KINDS[kind];
  return {
    type: `urn:evenkeel:problem:${kind}`,
    title,
    status,
    detail,
    ...(parameter === undefined ? {} : { parameter }),
  };
}

/** What a client is told of everything that it did not cause: no message, table name or stack leaves. */
export const INTERNAL = problem('internal', 'The request could not be answered; it has been logged.');

const BUSY = problem('busy', 'The view is being replaced; ask again in a moment.');

/** What each code is to an HTTP client. */
const OF_CODE: Readonly<Record<ErrorCode, (error: AppError) => Problem>> = {
  'bad-input': badInput,
  'not-found': ({ message }) => problem('not-found', message),
  busy: () => BUSY,
  conflict: () => BUSY,
  'bad-data': () => INTERNAL,
  'vendor-refused': () => INTERNAL,
  'vendor-unavailable': () => INTERNAL,
  environment: () => INTERNAL,
  failed: () => INTERNAL,
};

/** The problem that an error is to a client. Only what a client caused is told in its own words. */
export function problemOf(error: unknown): Problem {
  return error instanceof AppError ? OF_CODE[error.code](error) : INTERNAL;
}

/** True for a failure that is ours: neither the client's, nor one that passes by itself. */
export function isOurs(status: number): boolean {
  return status >= 500 && status !== BUSY.status;
}

function badInput({ message, details }: AppError): Problem {
  const parameter = details['parameter'] ?? details['what'];
  return typeof parameter === 'string'
    ? problem('invalid-parameter', message, parameter)
    : problem('invalid-request', message);
}
