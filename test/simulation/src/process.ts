import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import { EmbeddedClient } from '@evenkeel/embedded/client';
import type { OperationName } from '@evenkeel/embedded';
import type { Machine } from '@evenkeel/dynamo/pacing';
import { Chance } from './chance';
import { isSentAgain, type Network } from './network';
import type { Owner } from './scheduler';
import type { Subscribers } from './subscribers';
import { SimulatedRequest, SimulatedResponse, type Vendor } from './vendor/vendor';
import type { Handler, World } from './world';

/** A message as it is given to SNS. */
export interface Publication {
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

/** What the stand-ins in a program take from the process that they are in. */
export interface SimulatedProcess {
  readonly machine: Machine;
  /** The portfolio files that it was deployed with. */
  readonly portfolios: readonly PortfolioFile[];
  dynamo(): DynamoDBClient;
  sns(publication: Publication): Promise<object>;
  log(level: 'info' | 'warn' | 'error', message: string, fields: LogLine['fields']): void;
  count(metric: string, value: number): void;
}

/** One line of a program's log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What a process is surrounded by. */
export interface Surroundings {
  readonly world: World;
  readonly network: Network;
  readonly vendor: Vendor;
  readonly subscribers: Subscribers;
  /** True where another process of that number on the same machine is dead. */
  hasDied(pid: number): boolean;
  logged(process: Process, line: LogLine): void;
  /** A request has been answered, whatever it took. */
  answered(process: Process, operation: OperationName, input: object): void;
}

/** How often the SDK's client sends a request, the first time included, as `createDynamoClients` tells it to. */
const ATTEMPTS = 6;

/** One process of a program, on one machine, from its start to its death. */
export class Process implements Owner {
  alive = true;
  stalledUntil = 0;
  /** When it was last hindered, in ms since the epoch: by a fault on its way to the tables or to the topic, by a stall, by its death. */
  hinderedAt = 0;
  /** The request that it works on, or has worked on last. */
  invocation = '';
  /** Functions of the program. */
  readonly functions: Readonly<Record<string, Handler>>;
  private readonly chance: Chance;
  private readonly deaths = new Set<(why: string) => void>();

  constructor(
    readonly surroundings: Surroundings,
    readonly name: string,
    readonly pid: number,
    private readonly program: {
      readonly name: string;
      readonly environment: Readonly<Record<string, string>>;
      readonly portfolios: readonly PortfolioFile[];
    },
  ) {
    const { world } = surroundings;
    this.chance = new Chance(world.seed, `process ${name}`);
    world.tell(`${name} starts`);
    this.functions = world.host.start(program.name, this.modules(), {
      process: this.globalProcess(program.environment),
      fetch: (address: string, options: { readonly signal?: AbortSignal } = {}) => this.fetch(address, options.signal),
      Request: SimulatedRequest,
      Response: SimulatedResponse,
    });
  }

  /** Ends it at once: nothing in it ever goes on. What it has sent is on its way all the same. */
  kill(why: string): void {
    if (!this.alive) return;
    this.alive = false;
    this.hinderedAt = this.surroundings.world.now;
    this.surroundings.world.tell(`${this.name} ${why}`);
    for (const died of this.deaths) died(why);
  }

  /** Calls `died` once when the process ends. @returns what takes that back */
  onDeath(died: (why: string) => void): () => void {
    this.deaths.add(died);
    return () => this.deaths.delete(died);
  }

  /** The moment at which an await of this process is over: where it may be killed, or stand still for a while. */
  private endangered(): boolean {
    const { faults, scheduler } = this.surroundings.world;
    if (faults.strikes('process killed')) {
      scheduler.after(faults.chanceOf('process killed').between(0, 3), () => this.kill('is killed'));
    }
    if (faults.strikes('process stalled')) {
      const ms = faults.chanceOf('process stalled').between(5_000, 110_000);
      this.surroundings.world.tell(`${this.name} stalls for ${ms} ms`);
      this.stalledUntil = this.surroundings.world.now + ms;
      this.hinderedAt = this.stalledUntil;
    }
    return this.alive;
  }

  private async request(operation: OperationName, input: object): Promise<object> {
    const { network, world } = this.surroundings;
    for (let attempt = 1; ; attempt += 1) {
      this.endangered();
      try {
        const answer = await network.send(this, operation, input);
        this.surroundings.answered(this, operation, input);
        return answer;
      } catch (error) {
        if (!isSentAgain(error) || attempt === ATTEMPTS) throw error;
        world.recovered('request sent again by the SDK');
        await this.pause(Math.min(20_000, 100 * 2 ** (attempt - 1)) * this.chance.next());
      }
    }
  }

  private pause(ms: number): Promise<void> {
    return this.surroundings.world.scheduler.pause(ms, this);
  }

  private async fetch(address: string, signal: AbortSignal | undefined): Promise<SimulatedResponse> {
    const { vendor, world } = this.surroundings;
    const { answer, afterMs } = vendor.answer(address, this);
    this.endangered();
    return this.until(signal, (resolve) => {
      if (answer !== undefined) world.scheduler.after(afterMs, () => resolve(answer), this);
    });
  }

  /** What `begin` resolves to, or the reason of `signal` once it aborts. */
  private until<T>(signal: AbortSignal | undefined, begin: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      // A reason is whatever was given to the abort.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      const stop = (): void => reject(signal?.reason);
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop);
      begin((value) => {
        signal?.removeEventListener('abort', stop);
        resolve(value);
      });
    });
  }

  private modules(): object {
    const { world, subscribers } = this.surroundings;
    const machine: Machine = {
      now: () => world.now,
      pause: (ms, { signal } = {}) =>
        this.until(signal, (resolve) => world.scheduler.after(ms, () => resolve(undefined), this)),
      timeout: (ms) => {
        const controller = new AbortController();
        world.scheduler.after(
          ms,
          () =>
            controller.abort(
              Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' }),
            ),
          this,
        );
        return controller.signal;
      },
      random: () => this.chance.next(),
      uuid: () => uuidOf(this.chance),
    };
    const simulated: SimulatedProcess = {
      machine,
      portfolios: this.program.portfolios,
      dynamo: () => new EmbeddedClient((operation, input) => this.request(operation, input)),
      sns: (publication) => {
        this.endangered();
        return subscribers.publish(this, publication);
      },
      log: (level, message, fields) => this.surroundings.logged(this, { level, message, fields }),
      count: () => undefined,
    };
    return {
      'simulated:process': { here: simulated },
      'node:os': { hostname: () => 'machine' },
      'node:fs': { existsSync: () => false },
    };
  }

  private globalProcess(environment: Readonly<Record<string, string>>): object {
    return Object.freeze({
      env: Object.freeze({ ...environment }),
      pid: this.pid,
      kill: (pid: number) => {
        if (this.surroundings.hasDied(pid)) throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
        return true;
      },
    });
  }
}

function uuidOf(chance: Chance): string {
  const digits = Array.from({ length: 32 }, () => chance.between(0, 15).toString(16)).join('');
  return [8, 12, 16, 20, 32].map((end, index, ends) => digits.slice(ends[index - 1] ?? 0, end)).join('-');
}
