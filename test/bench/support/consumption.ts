import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Request units of on-demand tables. */
export interface Units {
  readonly reads: number;
  readonly writes: number;
}

/** Dollars for one unit: on-demand list prices of us-east-1 (aws.amazon.com/dynamodb/pricing/on-demand). */
const PRICE = { read: 0.125e-6, write: 0.625e-6 };

/** What a month costs in which each `[units of one run, runs]` happens. */
export function bill(runs: readonly (readonly [Units, number])[]): number {
  return runs.reduce((sum, [{ reads, writes }, count]) => sum + count * (reads * PRICE.read + writes * PRICE.write), 0);
}

const READS = new Set(['QueryCommand', 'GetItemCommand', 'ScanCommand', 'BatchGetItemCommand']);

/** Counts what every request of `client` consumes, as the table reports it. */
export function meter(client: DynamoDBClient) {
  let reads = 0;
  let writes = 0;
  let requests: string[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const operation = context.commandName ?? '';
      for (const { TableName, CapacityUnits } of consumed(result.output)) {
        if (READS.has(operation)) reads += CapacityUnits;
        else writes += CapacityUnits;
        requests.push(`${operation} ${TableName}`);
      }
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  return {
    reset: (): void => {
      [reads, writes, requests] = [0, 0, []];
    },
    total: (): Units => ({ reads, writes }),
    /** Requests of an operation since the last reset, on the table whose name ends in `table`. */
    requests: (table: string, operation: string): number =>
      requests.filter((request) => request.startsWith(`${operation} `) && request.endsWith(`-${table}`)).length,
  };
}

interface Consumed {
  readonly TableName: string;
  readonly CapacityUnits: number;
}

function consumed(output: unknown): Consumed[] {
  if (typeof output !== 'object' || output === null || !('ConsumedCapacity' in output)) return [];
  const entries: unknown[] = Array.isArray(output.ConsumedCapacity)
    ? output.ConsumedCapacity
    : [output.ConsumedCapacity];
  return entries.filter(isConsumed);
}

function isConsumed(entry: unknown): entry is Consumed {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'TableName' in entry &&
    'CapacityUnits' in entry &&
    typeof entry.CapacityUnits === 'number'
  );
}
