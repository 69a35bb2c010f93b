import { AppError } from '@evenkeel/domain';

/**
 * The `AppError` with which `promise` fails.
 * @throws Error when it does not fail, or with anything else; the test then fails with that
 */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const outcome: unknown = await promise.then(
    (value) => new Error(`expected a failure, got ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw outcome instanceof Error ? outcome : new Error(`expected an AppError, got ${String(outcome)}`);
}

/**
 * The `AppError` that `act` throws.
 * @throws Error when it does not, or anything else that it throws; the test then fails with that
 */
export function refusalOf(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}
