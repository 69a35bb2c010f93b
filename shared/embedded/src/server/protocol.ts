import { StoreError } from '../errors';
import type { Database } from '../store/database';
import { execute } from '../store/store';

/** What of an HTTP request the protocol looks at. */
export interface WireRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
}

const TARGET = /^DynamoDB(?:Streams)?_20120810\.(\w+)$/;
/** Names that DynamoDB qualifies with another prefix than its own. */
const CORAL = new Set(['ValidationException', 'SerializationException', 'UnknownOperationException']);

/**
 * Answers one request in AWS JSON 1.0. Signatures are not checked, but without one nothing is done, and neither for a request that a
 * web page could have sent: its content type and headers make a browser ask first, and it is not allowed.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 */
export function answer(database: Database, request: WireRequest): WireAnswer {
  try {
    return { status: 200, body: JSON.stringify(execute(database, operationOf(request), parsed(request.body))) };
  } catch (error) {
    if (error instanceof StoreError) return errorAnswer(error);
    process.stderr.write(
      `embedded store: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return errorAnswer(new StoreError('InternalServerError', 'Internal server error', {}, 500));
  }
}

/** An error as a body: its name in `__type`. */
export function errorAnswer({ name, message, details, status }: StoreError): WireAnswer {
  const prefix = CORAL.has(name) ? 'com.amazon.coral.validate' : 'com.amazonaws.dynamodb.v20120810';
  // The SDKs read `message`, and for a cancelled transaction `Message`.
  const text = name === 'TransactionCanceledException' ? { Message: message } : { message };
  return { status, body: JSON.stringify({ __type: `${prefix}#${name}`, ...text, ...details }) };
}

function operationOf({ method, headers }: WireRequest): string {
  if (method !== 'POST' || !String(headers['content-type']).startsWith('application/x-amz-json-1.')) {
    throw new StoreError('UnknownOperationException', 'Only POST of application/x-amz-json-1.0 is answered here');
  }
  if (headers['authorization'] === undefined) {
    throw new StoreError(
      'MissingAuthenticationTokenException',
      'Request must contain either a valid (registered) AWS access key ID or X.509 certificate.',
    );
  }
  const operation = TARGET.exec(String(headers['x-amz-target']))?.[1];
  if (operation !== undefined) return operation;
  throw new StoreError('UnknownOperationException', 'X-Amz-Target names no operation of DynamoDB');
}

function parsed(body: string): unknown {
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body);
    return input;
  } catch {
    throw new StoreError('SerializationException', 'The request body is not JSON');
  }
}
