import { isAppError } from '@evenkeel/domain';
import { logFailure } from '../log';
import { composed, type FunctionDefinition, type Handler } from './composed';

/** The answer of a run that left without doing anything, because another is at the same work. */
export interface Skipped {
  /** Why, and who is at it. */
  readonly skipped: string;
}

/**
 * A function that is invoked by its name or by a schedule. A run that finds another at work leaves politely; any other
 * failure is thrown, so that Lambda tries again and at last leaves the event where failures are kept.
 */
export function directFunction<Deps, Answer>(
  definition: FunctionDefinition<Deps, unknown, Answer>,
): Handler<unknown, Answer | Skipped> {
  return composed<Deps, unknown, Answer | Skipped>(definition, (error, _event, { log, metrics }) => {
    if (isAppError(error, 'busy')) {
      log.info(error.message, { ...error.details });
      return { skipped: error.message };
    }
    logFailure(log, 'failed', error);
    metrics.count('Failures');
    throw error;
  });
}
