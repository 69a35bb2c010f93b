import type { Attributes } from './values/attribute-value';

/** Why one action of a cancelled transaction failed; `None` for those that could have gone through. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Attributes;
}

/** What comes with some errors beside their text. */
export interface ErrorDetails {
  /** The item that stood in the way of a condition, where the request asked for it. */
  readonly Item?: Attributes;
  readonly CancellationReasons?: readonly CancellationReason[];
}

/**
 * An answer of the store that is an error. `name` is the error's name as the SDK knows it, e.g.
 * `ConditionalCheckFailedException`, and `message` is AWS's text.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export class StoreError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly details: ErrorDetails = {},
    /** HTTP status. */
    readonly status = 400,
  ) {
    super(message);
  }
}

/** The request itself is wrong. */
export function invalid(message: string): StoreError {
  return new StoreError('ValidationException', message);
}

/** A parameter of the request, the AWS way: `One or more parameter values were invalid: ...`. */
export function invalidParameter(what: string): StoreError {
  return invalid(`One or more parameter values were invalid: ${what}`);
}

/** A member of the request breaks a constraint of the service's model. */
export function unmetConstraint(value: string, member: string, constraint: string): StoreError {
  return invalid(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** JSON of the wrong kind, e.g. a number where a text belongs. */
export function wrongJson(message: string): StoreError {
  return new StoreError('SerializationException', message);
}

/** There is no such table, stream or shard. */
export function notFound(message = 'Requested resource not found'): StoreError {
  return new StoreError('ResourceNotFoundException', message);
}

/** A condition does not hold; `item` where the request asked to see it. */
export function conditionFailed(item: Attributes | undefined): StoreError {
  return new StoreError(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    item === undefined ? {} : { Item: item },
  );
}

/** Something that DynamoDB has and this store has not; the text says so. */
export function unsupported(what: string): StoreError {
  return invalid(`The embedded store does not support ${what}`);
}
