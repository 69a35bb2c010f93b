import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** Which DynamoDB to talk to; nothing means what the environment names, as the SDK reads it. */
export interface DynamoOptions {
  /** URL of the service, e.g. `http://127.0.0.1:8000`. Default: `AWS_ENDPOINT_URL_DYNAMODB`, `AWS_ENDPOINT_URL`, then AWS. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  /** Attempts of one request, the first included. Default 6. */
  readonly maxAttempts?: number | undefined;
  /** In place of the SDK's own pauses between attempts. */
  readonly retryStrategy?: DynamoDBClientConfig['retryStrategy'] | undefined;
}

/** One connection. */
export interface DynamoClients {
  /** Numbers as DynamoDB's own decimal text: a client that makes objects of items would pass prices through a float. */
  readonly client: DynamoDBClient;
  /** Closes its sockets. */
  destroy(): void;
}

/**
 * Opens a connection. A loopback endpoint gets dummy credentials and a dummy region, so that nothing
 * on this machine needs an AWS account.
 */
export function createDynamoClients(options: DynamoOptions = {}): DynamoClients {
  const client = new DynamoDBClient(clientConfig(options, process.env));
  // Nobody listens to the SDK's own log, yet for it the SDK copies every request and answer: a fifth of a bulk write's time.
  client.middlewareStack.removeByTag('LOGGER');
  return { client, destroy: () => client.destroy() };
}

/** What the SDK is told; pure, so that tests can read it. */
export function clientConfig(
  options: DynamoOptions,
  environment: Readonly<Record<string, string | undefined>>,
): DynamoDBClientConfig {
  const endpoint = options.endpoint ?? environment.AWS_ENDPOINT_URL_DYNAMODB ?? environment.AWS_ENDPOINT_URL;
  const region = options.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  const local = endpoint !== undefined && isLoopback(endpoint);
  return {
    maxAttempts: options.maxAttempts ?? 6,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
    ...(options.retryStrategy === undefined ? {} : { retryStrategy: options.retryStrategy }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region !== undefined ? { region } : local ? { region: 'us-east-1' } : {}),
    ...(local ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } : {}),
  };
}

/** True when `endpoint` is on this machine. */
export function isLoopback(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
