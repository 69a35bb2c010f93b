import { execute, StoreError, type OperationName } from '@evenkeel/embedded';
import type { Process } from './process';
import type { Tables } from './tables';
import type { World } from './world';

/** The SDK gives a request up after so long, as `createDynamoClients` tells it to. */
const REQUEST_TIMEOUT_MS = 15_000;
const WRITES: ReadonlySet<OperationName> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

/** The way from a process to the tables and back, with all that can happen to a request on it. */
export class Network {
  constructor(
    private readonly world: World,
    private readonly tables: Tables,
  ) {}

  /** One attempt of one request. */
  send(sender: Process, operation: OperationName, input: object): Promise<object> {
    const { world } = this;
    const { faults, scheduler } = world;
    return new Promise((resolve, reject) => {
      const answer = (after: number, settle: () => void): void => scheduler.after(after, settle, sender);
      const timeOut = (): void => answer(REQUEST_TIMEOUT_MS, () => reject(timedOut()));
      if (faults.strikes('request lost')) {
        world.tell(`${sender.name} ${operation} lost`);
        sender.hinderedAt = world.now + REQUEST_TIMEOUT_MS;
        timeOut();
        return;
      }
      let there = world.latency();
      // A bulk is put without conditions under the writers' lease; nothing could hold back one that outlives the lease on its way.
      const mayBeLate = WRITES.has(operation) && operation !== 'BatchWriteItem';
      if (mayBeLate && faults.strikes('request arrives late')) {
        there = faults.chanceOf('request arrives late').between(16_000, 240_000);
        world.tell(`${sender.name} ${operation} will arrive ${there} ms late`);
        sender.hinderedAt = world.now + REQUEST_TIMEOUT_MS;
        timeOut();
      }
      // A request that has left arrives, whatever becomes of its sender.
      scheduler.after(there, () =>
        this.arrive(sender, operation, input, { resolve, reject }, there > REQUEST_TIMEOUT_MS),
      );
    });
  }

  private arrive(
    sender: Process,
    operation: OperationName,
    input: object,
    { resolve, reject }: { resolve: (answer: object) => void; reject: (error: unknown) => void },
    tooLate: boolean,
  ): void {
    const { world } = this;
    const { faults, scheduler } = world;
    const back = (settle: () => void): void => {
      if (tooLate) return;
      const slow = faults.strikes('slow answer') ? faults.chanceOf('slow answer').between(200, 9_000) : 0;
      if (slow > 0) sender.hinderedAt = world.now + slow;
      scheduler.after(world.latency() + slow, settle, sender);
    };
    const refusal = this.refusal(operation, input);
    if (refusal !== undefined) {
      world.tell(`${sender.name} ${operation} ${refusal.name}`);
      sender.hinderedAt = world.now;
      back(() => reject(refusal));
      return;
    }
    try {
      const done = this.tables.as(sender, () => this.perform(operation, input));
      if (!tooLate && WRITES.has(operation) && faults.strikes('acknowledgement lost')) {
        world.tell(`${sender.name} ${operation} done, acknowledgement lost`);
        sender.hinderedAt = world.now + REQUEST_TIMEOUT_MS;
        scheduler.after(REQUEST_TIMEOUT_MS, () => reject(timedOut()), sender);
      } else if (WRITES.has(operation) && faults.strikes('internal error after the write')) {
        world.tell(`${sender.name} ${operation} done, then an internal error`);
        sender.hinderedAt = world.now;
        back(() => reject(new StoreError('InternalServerError', 'Internal server error', {}, 500)));
      } else {
        world.tell(`${sender.name} ${operation}${tooLate ? ' at last' : ''}`);
        back(() => resolve(done));
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      world.tell(`${sender.name} ${operation} ${error.name}`);
      if (tooLate) world.recovered('late request refused');
      back(() => reject(error));
    }
  }

  private refusal(operation: OperationName, input: object): StoreError | undefined {
    const { faults } = this.world;
    if (faults.strikes('throttled')) {
      return new StoreError('ThrottlingException', 'Throughput exceeds the current capacity of your table or index');
    }
    if (faults.strikes('internal error'))
      return new StoreError('InternalServerError', 'Internal server error', {}, 500);
    if (operation !== 'TransactWriteItems' || !faults.strikes('transaction cancelled')) return undefined;
    const chance = faults.chanceOf('transaction cancelled');
    const actions = 'TransactItems' in input && Array.isArray(input.TransactItems) ? input.TransactItems.length : 1;
    const struck = chance.between(0, actions - 1);
    const code = chance.pick(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
    const CancellationReasons = Array.from({ length: actions }, (_, index) => ({
      Code: index === struck ? code : 'None',
    }));
    return new StoreError('TransactionCanceledException', `Transaction cancelled [${code}]`, { CancellationReasons });
  }

  private perform(operation: OperationName, input: object): object {
    if (operation !== 'BatchWriteItem' || !this.world.faults.strikes('items unprocessed')) {
      return execute(this.tables.database, operation, input);
    }
    const { now, later } = divided(input, this.world.faults.chanceOf('items unprocessed').next());
    if (Object.keys(now).length > 0) execute(this.tables.database, operation, { RequestItems: now });
    this.world.recovered('unprocessed items sent again');
    return { UnprocessedItems: later };
  }
}

/** What the SDK's client sends again by itself. */
export function isSentAgain(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ['ThrottlingException', 'InternalServerError', 'TimeoutError'].includes(error.name);
}

function timedOut(): Error {
  return Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
}

/** The first part of a batch, and the rest of it that is left unprocessed. */
function divided(input: object, share: number) {
  const requests = requestsIn(input);
  const part = (take: (all: readonly object[]) => readonly object[]): Record<string, readonly object[]> =>
    Object.fromEntries(
      requests
        .map(([table, all]): [string, readonly object[]] => [table, take(all)])
        .filter(([, all]) => all.length > 0),
    );
  const cut = (all: readonly object[]): number => Math.floor(all.length * share);
  return { now: part((all) => all.slice(0, cut(all))), later: part((all) => all.slice(cut(all))) };
}

function requestsIn(input: object): [string, readonly object[]][] {
  if (!('RequestItems' in input) || typeof input.RequestItems !== 'object' || input.RequestItems === null) return [];
  const entries: [string, unknown][] = Object.entries(input.RequestItems);
  return entries.map(([table, all]) => [
    table,
    Array.isArray(all) ? all.filter((each) => typeof each === 'object') : [],
  ]);
}
