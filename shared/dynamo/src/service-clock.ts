import { AppError } from '@evenkeel/domain';

/**
 * The instant a Lambda takes for now: the clock, or `EVENKEEL_NOW` (an ISO instant) on this machine.
 * @throws AppError `environment` when `EVENKEEL_NOW` is set in a deployed Lambda or is no instant
 */
export function serviceNow(environment: Readonly<Record<string, string | undefined>>): Date {
  const text = environment['EVENKEEL_NOW'];
  if (text === undefined || text === '') return new Date();
  // Only AWS's own runtime sets this one; a local imitation does not.
  if (environment['AWS_LAMBDA_RUNTIME_API'] !== undefined) {
    throw new AppError(
      'environment',
      'EVENKEEL_NOW stands in for the clock on a local machine only; remove it from the deployed function',
    );
  }
  const now = new Date(text);
  if (Number.isNaN(now.getTime())) {
    throw new AppError('environment', `EVENKEEL_NOW: "${text}" is not an instant; write e.g. 2024-06-28T22:00:00Z`);
  }
  return now;
}
