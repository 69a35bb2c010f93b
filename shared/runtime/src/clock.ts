import { AppError } from '@evenkeel/domain';
import { isDeployed, type Environment } from './environment';

/** Answers the instant that counts as now. */
export type Clock = () => Date;

/**
 * The machine's clock, or on a local machine the instant that `EVENKEEL_NOW` names: the same for Lambdas and commands.
 * @throws AppError `environment` when `EVENKEEL_NOW` is no ISO instant, or is set in a deployed Lambda
 */
export function clockOf(environment: Environment): Clock {
  const text = environment['EVENKEEL_NOW'];
  if (text === undefined || text === '') return () => new Date();
  if (isDeployed(environment)) {
    throw new AppError(
      'environment',
      'EVENKEEL_NOW stands in for the clock on a local machine only; remove it from the deployed function',
    );
  }
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) {
    throw new AppError('environment', `EVENKEEL_NOW: "${text}" is not an instant; write e.g. 2024-06-28T22:00:00Z`);
  }
  return () => new Date(instant);
}
