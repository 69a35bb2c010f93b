import { type AppError, isAppError } from '@evenkeel/domain';
import { type Machine, retrying, type RetryPolicy } from '@evenkeel/dynamo/pacing';

/** How long a vendor may take to answer, and how often it is asked again. A vendor that asks for a pause longer than the longest is not. */
export interface RequestPolicy extends RetryPolicy {
  /** Milliseconds for one request, from sending it to the last byte of its body. */
  readonly timeoutMs: number;
}

/** Four requests of up to 20 seconds each, and pauses of 1, 2 and 4 seconds at most unless the vendor asks for longer ones. */
export const REQUEST_POLICY: RequestPolicy = { attempts: 4, timeoutMs: 20_000, firstMs: 1_000, longestMs: 30_000 };

/**
 * What `request` answers, asking again only after `vendor-unavailable`, never sooner than the error's `retryAfterMs`.
 * @throws the last error, or whatever else `request` throws, at once
 */
export function askVendor<T>(
  request: () => Promise<T>,
  options: RequestPolicy & { readonly signal?: AbortSignal | undefined; readonly machine?: Machine | undefined },
): Promise<T> {
  const passing = (error: Error): boolean | number =>
    isAppError(error, 'vendor-unavailable') && pauseOf(error, options);
  return retrying(request, { ...options, passing });
}

function pauseOf({ details }: AppError, { longestMs }: RequestPolicy): number | false {
  const asked = Number(details.retryAfterMs ?? 0);
  return asked <= longestMs && asked;
}
