import { CommanderError } from 'commander';
import { isAppError, messageOf, type ErrorCode } from '@evenkeel/domain';
import { readable } from '@evenkeel/report';
import { errorCode } from '../error-code';
import { UsageError } from './usage';

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
    const message = error.message.replace(/^error: /, '').replace(/\n(?=\(Did you mean )/, ' ');
    return `${readable(message)}; see ${command} --help`;
  }
  return readable(environmentHint(error) ?? messageOf(error));
}

/** The stack with its causes, for `--debug`. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return readable(String(error));
  const own = (error.stack ?? error.message).split('\n').map(readable).join('\n');
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
  if (!(error instanceof Error) || isAppError(error)) return undefined;
  if (error.message === 'Region is missing') return 'no AWS region: set AWS_REGION or choose a profile that has one';
  return HINTS[error.name] ?? HINTS[errorCode(error) ?? ''];
}
