import { AppError } from '@evenkeel/domain';
import type { Environment } from './environment';

/** Reads one variable of the environment. */
export type Setting<T> = (environment: Environment) => T;

/**
 * Reads the variables that a service needs, each by its own {@link Setting}. A variable that is empty counts as not set.
 * @example
 * ```ts
 * const { table, source } = readConfiguration(process.env, {
 *   table: required('PRICE_HISTORY_TABLE'),
 *   source: oneOf('EVENKEEL_SOURCE', ['yahoo', 'csv'], 'yahoo'),
 * });
 * ```
 * @throws AppError `environment` naming the first variable that is missing or wrong
 */
export function readConfiguration<T extends object>(
  environment: Environment,
  settings: { readonly [Key in keyof T]: Setting<T[Key]> },
): T;
export function readConfiguration(
  environment: Environment,
  settings: Readonly<Record<string, Setting<unknown>>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([key, read]) => [key, read(environment)]));
}

/** A variable without which nothing can begin. */
export function required(variable: string): Setting<string> {
  return (environment) => {
    const value = valueOf(environment, variable);
    if (value !== undefined) return value;
    throw new AppError('environment', `${variable} is not set; deploy with this service's serverless.yml`, {
      variable,
    });
  };
}

/** A variable that may be missing. */
export function optional(variable: string): Setting<string | undefined> {
  return (environment) => valueOf(environment, variable);
}

/** A variable that says one of a closed set of words. */
export function oneOf<const Word extends string>(
  variable: string,
  words: readonly Word[],
  otherwise: NoInfer<Word>,
): Setting<Word> {
  return (environment) => {
    const value = valueOf(environment, variable);
    if (value === undefined) return otherwise;
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw new AppError('environment', `${variable}: "${value}" is none of ${words.join(', ')}`, { variable });
  };
}

function valueOf(environment: Environment, variable: string): string | undefined {
  const value = environment[variable];
  return value === '' ? undefined : value;
}
