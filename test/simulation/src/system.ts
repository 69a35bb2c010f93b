import { messageOf } from '@evenkeel/domain';
import type { EventSource } from '../../../cli/src/stack/stream/event-source';
import { EventSourceMapping } from './event-source';
import { LambdaFunction, Requests } from './lambda';
import type { Market } from './market';
import { Network } from './network';
import { Observer } from './observer';
import { Portfolios } from './portfolios';
import type { Surroundings } from './process';
import { compareWithRebuild } from './rest';
import { Subscribers } from './subscribers';
import { Tables } from './tables';
import { Vendor } from './vendor/vendor';
import { Watch } from './watch';
import type { World } from './world';

const MINUTE = 60_000;
/** Far more than any seed has needed. */
const MOST_STEPS = 300_000;

/** Functions as `serverless.yml` has them: program, name in it, and the time that it has. */
const FUNCTIONS = {
  update: { program: 'ingestion', timeoutMs: 300_000 },
  warmUp: { program: 'ingestion', timeoutMs: 900_000 },
  audit: { program: 'ingestion', timeoutMs: 900_000 },
  recompute: { program: 'strategy', timeoutMs: 120_000 },
  rebuild: { program: 'strategy', timeoutMs: 120_000 },
  watch: { program: 'strategy', timeoutMs: 120_000 },
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** What the services declare. */
export interface Declared {
  readonly tables: readonly object[];
  /** Of the strategy. */
  readonly source: EventSource;
}

/** Everything that is deployed, and everybody around it. */
export class System {
  readonly tables: Tables;
  readonly vendor: Vendor;
  readonly subscribers: Subscribers;
  readonly watch: Watch;
  readonly portfolios = new Portfolios();
  private readonly functions: ReadonlyMap<FunctionName, LambdaFunction>;
  private readonly stream: EventSourceMapping;
  private readonly environment: Readonly<Record<string, string>>;
  /** Invocations that are under way or will be tried again. */
  private waiting = 0;
  /** True while an operator has a view to rebuild. */
  private toRebuild = false;
  /** What was compared last, by portfolio. */
  private readonly compared = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly declared: Declared,
    market: Market,
    shards: number,
  ) {
    const names = {
      prices: 'evenkeel-simulation-PriceHistory',
      ingestion: 'evenkeel-simulation-Ingestion',
      strategy: 'evenkeel-simulation-Strategy',
    };
    this.environment = {
      PRICE_HISTORY_TABLE: names.prices,
      INGESTION_TABLE: names.ingestion,
      STRATEGY_TABLE: names.strategy,
      SIGNAL_TOPIC_ARN: 'arn:aws:sns:simulation:000000000000:signals',
      EVENKEEL_STAGE: 'simulation',
    };
    this.tables = new Tables(world, names, declared.tables, shards);
    this.vendor = new Vendor(world, market);
    this.subscribers = new Subscribers(world);
    this.watch = new Watch(world, this.tables, this.vendor, (name) => this.portfolios.symbolsOf(name));
    const requests = new Requests();
    const surroundings: Surroundings = {
      world,
      network: new Network(world, this.tables),
      vendor: this.vendor,
      subscribers: this.subscribers,
      hasDied: (pid) => [...this.functions.values()].some((each) => each.processOf(pid)?.alive === false),
      answered: (process, operation, input) => this.watch.answered(process, operation, input),
      logged: (process, line) => {
        requests.log(line);
        if (line.level !== 'info') world.tell(`${process.name} logs ${line.level}: ${line.message}`);
      },
    };
    const observer = new Observer(world, this.tables, this.subscribers);
    this.functions = new Map(
      FUNCTION_NAMES.map((name) => {
        const settings = { name, ...FUNCTIONS[name], environment: this.environment };
        const ended: LambdaFunction['ended'] = (invocation, outcome) => observer.ended(invocation, outcome);
        return [name, new LambdaFunction(settings, surroundings, requests, () => this.portfolios.files, ended)];
      }),
    );
    this.stream = new EventSourceMapping(world, this.tables, declared.source, this.of('recompute'));
    this.tables.watch((changes) => {
      if (changes.some(({ table }) => table === names.prices)) this.stream.wake();
    });
  }

  /** An invocation that nobody waits for, as a schedule makes it: tried again when it fails, twice. */
  scheduled(name: FunctionName, event: object = {}): void {
    this.waiting += 1;
    const attempt = async (left: number): Promise<void> => {
      try {
        await this.of(name).invoke(event);
      } catch (error) {
        if (left === 0) {
          this.world.tell(`${name} is given up: ${messageOf(error)}`);
          this.world.recovered('failed job left to the next run');
          return;
        }
        this.world.recovered('failed job tried again');
        await this.world.scheduler.pause(MINUTE * (3 - left));
        await attempt(left - 1);
      }
    };
    void attempt(2).finally(() => (this.waiting -= 1));
  }

  /** Somebody invokes a function and looks at what it says. @returns whether it has done what it should */
  async byHand(name: FunctionName, event: object = {}): Promise<boolean> {
    this.waiting += 1;
    try {
      await this.of(name).invoke(event);
      if (name === 'rebuild') this.toRebuild = false;
      return true;
    } catch {
      if (name === 'rebuild') this.toRebuild = true;
      // Its failure is in the log, which the observer has seen to.
      return false;
    } finally {
      this.waiting -= 1;
    }
  }

  /** Every process that is idle gives way to one with the files of today. */
  deploy(): void {
    for (const each of this.functions.values()) each.deploy();
  }

  /** A change of the portfolio files is deployed, and followed by a rebuild as the manual says, when nothing old is under way any more. */
  async changePortfolios(what: string): Promise<void> {
    this.world.tell(what);
    this.deploy();
    await this.world.scheduler.pause(FUNCTIONS.recompute.timeoutMs + MINUTE);
    await this.byHand('rebuild');
  }

  rollShards(): void {
    this.world.tell('the shards roll');
    this.tables.database.commit({ change: 'roll-shards', table: this.tables.names.prices });
    this.stream.wake();
  }

  /**
   * Lets everything happen that is on its way, lets an operator see to what was given up, and then compares: nothing is under way, so
   * each view must be that of the stored bars.
   * @throws Violation
   */
  async rest(): Promise<void> {
    await this.run();
    for (let round = 0; round < 5 && this.needsAnOperator(); round += 1) {
      this.stream.destination.length = 0;
      this.world.recovered('batch given up, view rebuilt by hand');
      void this.byHand('rebuild');
      await this.run();
    }
    if (!this.needsAnOperator()) await this.compare();
  }

  private needsAnOperator(): boolean {
    return this.toRebuild || this.stream.destination.length > 0;
  }

  private async run(): Promise<void> {
    const { world } = this;
    await world.scheduler.run(MOST_STEPS, () => world.check());
    if (this.waiting > 0 || !this.stream.idle) {
      world.violated('the system comes to rest', 'work is left, and nothing is going on');
    }
    world.check();
  }

  private async compare(): Promise<void> {
    const { world, tables } = this;
    const { strategy } = tables.names;
    for (const name of this.portfolios.names) {
      const head = tables.get(strategy, { portfolio: { S: name }, item: { S: 'view#latest' } });
      // Who watches in the evening may fail three times and leave what is late to the next wake-up.
      const pending = tables
        .items(strategy)
        .find(
          (item) => item['portfolio']?.S === name && item['announced']?.BOOL === false && item['kind']?.S !== 'late',
        );
      if (pending !== undefined) {
        world.violated('every signal is sent', `${name} ${pending['item']?.S ?? ''} is recorded, and everybody rests`);
      }
      const state = `${tables.database.sequence} ${head?.['version']?.N ?? ''}`;
      if (this.compared.get(name) === state) continue;
      this.compared.set(name, state);
      const { environment, declared } = this;
      const { files } = this.portfolios;
      await compareWithRebuild(world, tables, { name, environment, files, tables: declared.tables });
    }
    world.check();
  }

  private of(name: FunctionName): LambdaFunction {
    const found = this.functions.get(name);
    if (found === undefined) throw new Error(`there is no function ${name}`);
    return found;
  }
}

const FUNCTION_NAMES = Object.keys(FUNCTIONS).filter((name): name is FunctionName => name in FUNCTIONS);
