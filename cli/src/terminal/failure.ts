import { CommanderError } from 'commander';
import { errorCode } from '../error-code';
import { UsageError } from './usage';
import { AppError, isAppError, messageOf, type ErrorCode } from '@evenkeel/domain';

/** 0 done, 1 failed while running, 2 wrong usage or bad input. */
export type ExitCode = 0 | 1 | 2;

const EXIT_CODES: Readonly<Record<ErrorCode, ExitCode>> = {
  'bad-input': 2,
  'bad-data': 2,
  'not-found': 2,
  environment: 2,
  'vendor-refused': 1,
  'vendor-unavailable': 1,
  busy: 1,
  conflict: 1,
  failed: 1,
};

/** The exit code for anything that was thrown. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isAppError(error) ? EXIT_CODES[error.code] : 1;
}

/** The one line to print for anything that was thrown; `undefined` where nothing went wrong (`--help`). */
export function lineFor(error: unknown): string | undefined {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined;
    const command = error instanceof UsageError ? error.command : 'evenkeel';
    return `${oneLine(error.message.replace(/^error: /, ''))}; see ${command} --help`;
  }
  if (error instanceof AppError) return oneLine(error.message);
  return oneLine(environmentHint(error) ?? messageOf(error));
}

/** The stack with its causes, for `--debug`. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}

/** What the AWS SDK and the network throw when this machine is not set up, by error name or code. */
const HINTS: Readonly<Record<string, string>> = {
  CredentialsProviderError:
    'no AWS credentials: configure a profile (--profile NAME), or set AWS_ENDPOINT_URL_DYNAMODB to a local database as `evenkeel up` prints it',
  ExpiredTokenException: 'the AWS credentials have expired: log in again',
  UnrecognizedClientException: 'AWS does not accept these credentials: check the profile and the region',
  AccessDeniedException: 'these AWS credentials may not do this: check the profile and its policies',
  ResourceNotFoundException:
    'the tables are not there: check AWS_REGION and the stage, deploy first, or use the line that `evenkeel up` prints',
  ECONNREFUSED: 'nothing listens at the database endpoint (AWS_ENDPOINT_URL_DYNAMODB): is `evenkeel up` still running?',
};

function environmentHint(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message === 'Region is missing') return 'no AWS region: set AWS_REGION or choose a profile that has one';
  return HINTS[error.name] ?? HINTS[errorCode(error) ?? ''];
}

/** On one line, and with nothing in it that a terminal would obey: a message may quote any file. */
function oneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
}
