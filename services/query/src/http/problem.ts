import { isAppError, type AppError } from '@evenkeel/domain';

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

/**
 * The problem that an error is to a client. Only what a client caused is told in its own words; of
 * everything else no message, table name or stack leaves.
 */
export function problemOf(error: unknown): Problem {
  if (isAppError(error, 'bad-input')) return badInput(error);
  if (isAppError(error, 'not-found')) return problem('not-found', error.message);
  if (isAppError(error, 'conflict')) return problem('busy', 'The view is being replaced; ask again in a moment.');
  return problem('internal', 'The request could not be answered; it has been logged.');
}

function badInput(error: AppError): Problem {
  const parameter = error.details['parameter'] ?? error.details['what'];
  return typeof parameter === 'string'
    ? problem('invalid-parameter', error.message, parameter)
    : problem('invalid-request', error.message);
}
