import { setTimeout as pause } from 'node:timers/promises';
import { isAppError } from '@evenkeel/domain';

/** How long a vendor is waited for and how often it is asked again. */
export interface Patience {
  /** Requests for one answer, the first included. */
  readonly attempts: number;
  /** Milliseconds for one request, from sending it to the last byte of its body. */
  readonly timeoutMs: number;
  /** The first pause is up to this long, each further one up to twice the one before. */
  readonly baseDelayMs: number;
  /** No pause is longer; a vendor that asks for a longer one is not asked again. */
  readonly maxDelayMs: number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Uniform in [0, 1): jitter only, so nothing that is stored depends on it. */
  readonly random: () => number;
}

/** Four requests of up to 20 seconds each, and pauses of 1, 2 and 4 seconds at most unless the vendor asks for longer ones. */
export const PATIENCE: Patience = {
  attempts: 4,
  timeoutMs: 20_000,
  baseDelayMs: 1_000,
  maxDelayMs: 30_000,
  sleep: (ms, signal) => pause(ms, undefined, { signal }),
  random: () => Math.random(),
};

/**
 * What `request` answers, asking again only after `vendor-unavailable`, with exponential backoff and
 * equal jitter (half of each pause is fixed, half is drawn), never sooner than the error's `retryAfterMs`.
 * @throws the last error, or whatever else `request` throws, at once
 */
export async function askPatiently<T>(
  patience: Patience,
  signal: AbortSignal | undefined,
  request: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      if (attempt >= patience.attempts || !isAppError(error, 'vendor-unavailable')) throw error;
      const asked = Number(error.details.retryAfterMs ?? 0);
      if (asked > patience.maxDelayMs) throw error;
      const backoff = Math.min(patience.baseDelayMs * 2 ** (attempt - 1), patience.maxDelayMs);
      await patience.sleep(Math.max(asked, backoff * (0.5 + patience.random() / 2)), signal);
    }
  }
}
