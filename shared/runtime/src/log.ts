import { Logger } from '@aws-lambda-powertools/logger';
import { isAppError, messageOf } from '@evenkeel/domain';
import type { ServiceName } from './service-name';

/**
 * What a line may carry beside its message: the same name for the same thing in every service. `service`, `stage` and
 * `requestId` are on every line by themselves.
 */
export interface LogFields {
  readonly portfolio?: string | undefined;
  readonly symbol?: string | undefined;
  /** Exchange-local date of the session that the line is about. */
  readonly session?: string | undefined;
  /** Newest session that the work reached; `null` before there is one. */
  readonly asOf?: string | null | undefined;
  readonly job?: string | undefined;
  /** Path of a request. */
  readonly path?: string | undefined;
  readonly error?: unknown;
}

/** Writes one JSON line each. Which levels are written is set by `POWERTOOLS_LOG_LEVEL`. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', WriteLine>>;
type WriteLine = (message: string, fields?: LogFields & Readonly<Record<string, unknown>>) => void;

/** The log of a function of `service`, and how it is told which request its next lines belong to. */
export function openLog(
  service: ServiceName,
  stage: string,
): { readonly log: Log; readonly bind: (requestId: string) => void } {
  const logger = new Logger({ serviceName: service, persistentKeys: { stage } });
  return {
    log: {
      debug: (message, fields = {}) => logger.debug(message, fields),
      info: (message, fields = {}) => logger.info(message, fields),
      warn: (message, fields = {}) => logger.warn(message, fields),
      error: (message, fields = {}) => logger.error(message, fields),
    },
    bind: (requestId) => {
      logger.resetKeys();
      logger.appendKeys({ requestId });
    },
  };
}

/** Logs what was thrown with all that it says about itself: symbol, session, variable. */
export function logFailure(
  log: Log,
  what: string,
  error: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  const details = isAppError(error) ? error.details : {};
  log.error(`${what}: ${messageOf(error)}`, { ...details, ...fields, error });
}
