/**
 * What went wrong, as a closed set. Every edge (HTTP, command line, job summary) maps a code once;
 * nothing in between inspects messages.
 */
export type ErrorCode =
  /** Input that can never work: a file, an option, a parameter. Exit code 2, HTTP 400. */
  | 'bad-input'
  /** A thing that was asked for by name and does not exist. HTTP 404. */
  | 'not-found'
  /** Data that cannot be used: inconsistent, incomplete, too short. Exit code 2. */
  | 'bad-data'
  /** A vendor that refused, e.g. HTTP 400/404 for a symbol. Retrying does not help. */
  | 'vendor-refused'
  /** A vendor that could not answer now: 429, 5xx, timeouts, truncated bodies. Retrying may help. */
  | 'vendor-unavailable'
  /** Somebody else is at this work already, so it was not begun. Nothing is wrong, and nothing was changed. */
  | 'busy'
  /** Work that others came in the way of: its lease was lost, or what it read has changed since. */
  | 'conflict'
  /** This machine lacks something: Java, a free port, credentials. */
  | 'environment'
  /** The work could not be completed in time or failed while running. Exit code 1, HTTP 500. */
  | 'failed';

/** Where the trouble is, for people and for logs: file, line, column, symbol, session, parameter. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The one error type that crosses module boundaries. `message` is one line that names the input,
 * what is wrong and what to do.
 */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** True when `error` is an {@link AppError}, of one of `codes` if any are given. */
export function isAppError(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
}

/** The message of anything that was thrown, in one line. A line break in an {@link AppError} is one that it quotes, and stays. */
export function messageOf(error: unknown): string {
  if (isAppError(error)) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replace(/\s*\n\s*/g, ' ');
}
