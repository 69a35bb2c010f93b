import { AppError } from '@evenkeel/domain';

/** Longer than any function here may run. */
const INVOCATION_TIMEOUT_MS = 180_000;

/**
 * Calls a function on serverless-offline's Lambda server and answers its result.
 * @throws AppError `failed` with the function's own message when it threw
 */
export async function invokeFunction(lambdaUrl: string, functionName: string, event: object): Promise<unknown> {
  const response = await fetch(`${lambdaUrl}/2015-03-31/functions/${functionName}/invocations`, {
    method: 'POST',
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(INVOCATION_TIMEOUT_MS),
  });
  const text = await response.text();
  const result: unknown = text === '' ? null : JSON.parse(text);
  // serverless-offline answers 200 to a function that threw, and says so in a header.
  const threw = response.headers.has('x-amz-function-error') || response.headers.has('x-amzn-errortype');
  if (response.ok && !threw) return result;
  throw new AppError('failed', `${functionName} failed: ${errorText(result) ?? `HTTP ${response.status}`}`, {
    functionName,
  });
}

function errorText(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  if ('errorMessage' in result && typeof result.errorMessage === 'string') return result.errorMessage;
  return 'Message' in result && typeof result.Message === 'string' ? result.Message : undefined;
}
