import { AppError } from '@evenkeel/domain';
import { asList, asMap, type ServiceFile, type YamlMap } from '../service-file';
import { checkPattern } from './filter-pattern';

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
  /** Records that are older, in ms, are given up; infinity when nothing is set. */
  readonly maxAgeMs: number;
  /** Whether the function's answer names the records that failed. */
  readonly reportsFailures: boolean;
  readonly startingPosition: StartingPosition;
  /** A record is delivered when it matches any of these, or when there are none. */
  readonly patterns: readonly YamlMap[];
}

/** Where reading begins: at the oldest record there is, or behind the newest. */
export type StartingPosition = (typeof STARTING_POSITIONS)[number];

const STARTING_POSITIONS = ['TRIM_HORIZON', 'LATEST'] as const;

/**
 * The stream event of a service's functions.
 * @throws AppError `bad-data` when a service that should listen to a stream does not, or wants what is not done here
 */
export function eventSourceOf(file: ServiceFile, stage: string): EventSource {
  for (const [key, definition] of Object.entries(file.functions)) {
    const fn = asMap(definition);
    for (const event of asList(fn.events)) {
      const stream = asMap(asMap(event).stream);
      if (Object.keys(stream).length === 0) continue;
      const functionName = typeof fn.name === 'string' ? fn.name : `${file.service}-${stage}-${key}`;
      return { functionName, ...settingsOf(stream, file.path) };
    }
  }
  throw new AppError(
    'bad-data',
    `${file.path}: no function has a stream event, so prices would never reach the strategy`,
  );
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
function settingsOf(stream: YamlMap, path: string): Omit<EventSource, 'functionName'> {
  for (const key of Object.keys(stream)) if (!KNOWN.has(key)) throw notDone(path, key, `${key} is not done here`);
  const number = (key: string, fallback: number, least: number, most: number): number => {
    const value = stream[key] ?? fallback;
    if (typeof value === 'number' && (value === fallback || (value >= least && value <= most))) return value;
    throw notDone(path, key, `${JSON.stringify(value)} is not between ${least} and ${most}`);
  };
  const oneOf = <const T extends string | number | boolean>(key: string, allowed: readonly T[], fallback: T): T => {
    const value = stream[key] ?? fallback;
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    throw notDone(path, key, `${JSON.stringify(value)} is not done here, only ${allowed.map(String).join(', ')}`);
  };
  oneOf('type', ['dynamodb'], 'dynamodb');
  oneOf('enabled', [true], true);
  oneOf('parallelizationFactor', [1], 1);
  const patterns = asList(stream.filterPatterns).map(asMap);
  for (const pattern of patterns) checkPattern(pattern, `${path}: filterPatterns`);
  return {
    batchSize: number('batchSize', 100, 1, 10_000),
    batchWindowMs: number('batchWindow', 0, 0, 300) * 1000,
    bisectOnError: oneOf('bisectBatchOnFunctionError', [true, false], false),
    retries: endless(number('maximumRetryAttempts', -1, 0, 10_000)),
    maxAgeMs: endless(number('maximumRecordAgeInSeconds', -1, 60, 604_800)) * 1000,
    reportsFailures: oneOf('functionResponseType', [REPORTS, 'none'], 'none') === REPORTS,
    startingPosition: oneOf('startingPosition', STARTING_POSITIONS, 'TRIM_HORIZON'),
    patterns,
  };
}

const REPORTS = 'ReportBatchItemFailures';
/** What a stream event may say here. `destinations` is where given-up records go on AWS; here they are kept by the stack. */
const KNOWN = new Set([
  'type',
  'arn',
  'enabled',
  'destinations',
  'batchSize',
  'batchWindow',
  'bisectBatchOnFunctionError',
  'filterPatterns',
  'functionResponseType',
  'maximumRecordAgeInSeconds',
  'maximumRetryAttempts',
  'parallelizationFactor',
  'startingPosition',
]);

/** -1 is without end, as AWS has it. */
function endless(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}

function notDone(path: string, key: string, what: string): AppError {
  return new AppError(
    'bad-data',
    `${path}: ${key} of the stream event: ${what}; the local stack would not do what AWS does`,
    {
      key,
    },
  );
}
