import { AppError } from '@evenkeel/domain';
import { asList, asMap, type ServiceFile, type YamlMap } from '../service-file';

/** How a stream is delivered to a function: the `stream` event of its service's serverless.yml. */
export interface EventSource {
  /** Name of the Lambda function, e.g. `evenkeel-strategy-dev-recompute`. */
  readonly functionName: string;
  readonly batchSize: number;
  /** How long a batch may wait for more records, in ms. */
  readonly batchWindowMs: number;
  readonly bisectOnError: boolean;
  /** Further attempts after the first; infinity as AWS has it when nothing is set. */
  readonly retries: number;
  /** Whether the function's answer names the records that failed. */
  readonly reportsFailures: boolean;
  /** A record is delivered when it matches any of these, or when there are none. */
  readonly patterns: readonly YamlMap[];
}

/**
 * The stream events of a service's functions.
 * @throws AppError `bad-data` when a service that should listen to a stream does not
 */
export function eventSourceOf(file: ServiceFile, stage: string): EventSource {
  for (const [key, definition] of Object.entries(file.functions)) {
    const fn = asMap(definition);
    for (const event of asList(fn.events)) {
      const stream = asMap(asMap(event).stream);
      if (Object.keys(stream).length === 0) continue;
      return {
        functionName: typeof fn.name === 'string' ? fn.name : `${file.service}-${stage}-${key}`,
        batchSize: numberOr(stream.batchSize, 100),
        batchWindowMs: numberOr(stream.batchWindow, 0) * 1000,
        bisectOnError: stream.bisectBatchOnFunctionError === true,
        retries: numberOr(stream.maximumRetryAttempts, Number.POSITIVE_INFINITY),
        reportsFailures: stream.functionResponseType === 'ReportBatchItemFailures',
        patterns: asList(stream.filterPatterns).map(asMap),
      };
    }
  }
  throw new AppError(
    'bad-data',
    `${file.path}: no function has a stream event, so prices would never reach the strategy`,
  );
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? value : fallback;
}
