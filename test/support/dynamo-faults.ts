import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { createDynamoClients, type DynamoClients } from '@evenkeel/dynamo/requests';

/**
 * What may happen to a request. `lost` is acknowledged by the table, but the answer never arrives; `cancelled` happens to
 * transactions only: DynamoDB was throttled or busy with another one, and says so among its reasons.
 */
export const FAULTS = ['throttled', 'internal-error', 'reset-before', 'lost', 'cancelled'] as const;
export type Fault = (typeof FAULTS)[number];

/** How requests are disturbed; `fate` is asked once for each attempt. */
export interface FaultPlan {
  readonly fate: (operation: string) => Fault | undefined;
}

/** Clients whose every attempt may meet a fault, and that do not pause between attempts. */
export function faultyClients(endpoint: string, plan: FaultPlan): DynamoClients {
  const clients = createDynamoClients({ endpoint, retryStrategy: impatient(6) });
  clients.client.middlewareStack.add(
    (next, context) => async (args) => {
      const fault = plan.fate(context.commandName ?? '');
      if (fault === undefined) return next(args);
      if (fault === 'lost') await next(args);
      throw ERRORS[fault]();
    },
    // Inside the SDK's retries, around the wire.
    { step: 'deserialize', name: 'faults', priority: 'high' },
  );
  return clients;
}

/** Random faults at `rate` from a seeded generator, so that a failing trial can be repeated. */
export function randomFaults(seed: number, rate: number): FaultPlan {
  const random = mulberry32(seed);
  return {
    fate: (operation) => {
      const possible = FAULTS.filter((fault) => fault !== 'cancelled' || operation === 'TransactWriteItemsCommand');
      return random() < rate ? possible[Math.floor(random() * possible.length)] : undefined;
    },
  };
}

/** A generator of numbers in [0, 1), the same for the same seed (Tommy Ettinger's mulberry32). */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ERRORS: Readonly<Record<Fault, () => Error>> = {
  throttled: () => serviceError('ThrottlingException', 400),
  'internal-error': () => serviceError('InternalServerError', 500),
  'reset-before': () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' }),
  lost: () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' }),
  cancelled: () => cancelled('TransactionConflict', 'ThrottlingError'),
};

/** What DynamoDB answers to a transaction it has cancelled: one code an action, `None` for those that could have gone through. */
export function cancelled(...codes: readonly string[]): TransactionCanceledException {
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return new TransactionCanceledException({
    message,
    $metadata: { httpStatusCode: 400 },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
}

function serviceError(name: string, status: number): Error {
  return Object.assign(new Error(name), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

/** The SDK's retries without its pauses. */
function impatient(
  attempts: number,
): NonNullable<NonNullable<Parameters<typeof createDynamoClients>[0]>['retryStrategy']> {
  const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });
  return {
    mode: 'standard',
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    refreshRetryTokenForRetry: (last, info) => {
      const final = info.errorType === 'CLIENT_ERROR' || last.getRetryCount() + 1 >= attempts;
      return final ? Promise.reject(new Error('no attempts left')) : Promise.resolve(token(last.getRetryCount() + 1));
    },
    recordSuccess: () => undefined,
  };
}
