import pRetry from 'p-retry';
import { type Machine, THIS_MACHINE } from './machine';

/** How long the pauses between attempts are. */
export interface Backoff {
  /** The first pause is up to so many ms, each further one up to twice the one before. */
  readonly firstMs: number;
  /** No pause is longer, in ms. */
  readonly longestMs: number;
}

/** How often to try, and how long to pause in between. */
export interface RetryPolicy extends Backoff {
  /** The first one included. */
  readonly attempts: number;
}

/** When to try again, and on which machine to wait. */
export interface RetryOptions extends RetryPolicy {
  /** Whether this failure may pass: false ends the work with it, a number is the shortest pause, in ms, before the next attempt. */
  readonly passing: (error: Error) => boolean | number;
  /** Ends a pause at once. */
  readonly signal?: AbortSignal | undefined;
  readonly machine?: Machine | undefined;
}

/**
 * The pause after the `failures`-th failure in a row, in ms: exponential, with equal jitter (half is fixed, half is drawn;
 * AWS Architecture Blog, "Exponential Backoff And Jitter").
 * @param random uniform in [0, 1)
 */
export function backoffMs(failures: number, { firstMs, longestMs }: Backoff, random: number): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/**
 * What `work` answers, tried again after failures that may pass.
 * @throws the last failure, or at once the first that cannot pass
 */
export async function retrying<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, passing, signal, machine = THIS_MACHINE } = options;
  return pRetry(work, {
    retries: attempts - 1,
    // The library's own pauses know no other clock than the real one, so they are none.
    minTimeout: 0,
    onFailedAttempt: async ({ error, attemptNumber, retriesLeft }) => {
      const again = passing(error);
      if (retriesLeft === 0 || again === false) throw error;
      const pause = backoffMs(attemptNumber, options, machine.random());
      await machine.pause(Math.max(pause, again === true ? 0 : again), { signal });
    },
  });
}
