import { AppError, messageOf } from '@evenkeel/domain';

/** Longer than any function here may run. */
const INVOCATION_TIMEOUT_MS = 180_000;

/**
 * Calls a function on serverless-offline's Lambda server and answers its result.
 * @throws AppError `failed` with the function's own message when it threw, `busy` when it could not be called
 */
export async function invokeFunction(lambdaUrl: string, functionName: string, event: object): Promise<unknown> {
  const response = await call(`${lambdaUrl}/2015-03-31/functions/${functionName}/invocations`, functionName, event);
  const text = await response.text();
  const result: unknown = text === '' ? null : JSON.parse(text);
  // serverless-offline answers 200 to a function that threw, and says so in a header.
  const threw = response.headers.has('x-amz-function-error') || response.headers.has('x-amzn-errortype');
  if (response.ok && !threw) return result;
  throw new AppError('failed', `${functionName} failed: ${errorText(result) ?? `HTTP ${response.status}`}`, {
    functionName,
  });
}

async function call(url: string, functionName: string, event: object): Promise<Response> {
  const body = JSON.stringify(event);
  try {
    return await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(INVOCATION_TIMEOUT_MS) });
  } catch (error) {
    // A function that runs too long has been called, and has failed.
    const late = error instanceof Error && error.name === 'TimeoutError';
    const what = late ? `has not answered after ${INVOCATION_TIMEOUT_MS / 1000} s` : 'cannot be called';
    throw new AppError(late ? 'failed' : 'busy', `${functionName} ${what}: ${messageOf(error)}`, { functionName });
  }
}

function errorText(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if ('errorMessage' in result && typeof result.errorMessage === 'string') return result.errorMessage;
  return 'Message' in result && typeof result.Message === 'string' ? result.Message : undefined;
}
