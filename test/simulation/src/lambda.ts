import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import { type LogLine, Process, type Surroundings } from './process';

/** What `serverless.yml` says about a function, and what it finds in its environment. */
export interface FunctionSettings {
  /** Name of the function within its program. */
  readonly name: string;
  readonly program: string;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One invocation, from its beginning to its end. */
export interface Invocation {
  readonly request: string;
  readonly process: Process;
  readonly began: number;
  readonly lines: LogLine[];
}

/** Processes and requests are numbered over all functions of a simulation, and each request keeps what is logged of it. */
export class Requests {
  private processes = 0;
  private requests = 0;
  private readonly open = new Map<string, LogLine[]>();

  begin(functionName: string): { readonly request: string; readonly lines: LogLine[] } {
    this.requests += 1;
    const request = `${functionName}-${this.requests}`;
    const lines: LogLine[] = [];
    this.open.set(request, lines);
    return { request, lines };
  }

  end(request: string): void {
    this.open.delete(request);
  }

  nextProcess(): number {
    this.processes += 1;
    return this.processes;
  }

  log(line: LogLine): void {
    const request = line.fields['requestId'];
    if (typeof request === 'string') this.open.get(request)?.push(line);
  }
}

/** What an invocation has answered, or thrown. */
export interface Outcome {
  readonly result?: unknown;
  readonly error?: Error;
}

/** A Lambda function: processes that work on one event at a time, started when none is idle. */
export class LambdaFunction {
  private readonly idle: Process[] = [];
  private readonly outdated = new Set<Process>();
  private readonly all: Process[] = [];

  constructor(
    readonly settings: FunctionSettings,
    private readonly surroundings: Surroundings,
    private readonly requests: Requests,
    /** The portfolio files that a new process is deployed with. */
    private readonly files: () => readonly PortfolioFile[],
    /** Hears of the end of each invocation. */
    readonly ended: (invocation: Invocation, outcome: Outcome) => void,
  ) {}

  /**
   * Works on an event.
   * @throws Error what the function has thrown, or that its process has ended
   */
  async invoke(event: unknown): Promise<unknown> {
    const { world } = this.surroundings;
    const { request, lines } = this.requests.begin(this.settings.name);
    const process = this.idle.pop() ?? this.start();
    const invocation = { request, process, began: world.now, lines };
    process.invocation = request;
    world.tell(`${process.name} begins ${request}`);
    const outcome = await this.work(process, request, event);
    this.requests.end(request);
    this.ended(invocation, outcome);
    if (process.alive && world.faults.strikes('sandbox recycled')) process.kill('is recycled');
    if (process.alive && this.outdated.delete(process)) process.kill('gives way to a new deployment');
    if (process.alive) this.idle.push(process);
    if (outcome.error === undefined) {
      world.tell(`${request} answers ${JSON.stringify(outcome.result ?? null).slice(0, 200)}`);
      return outcome.result;
    }
    world.tell(`${request} fails: ${outcome.error.message}`);
    throw outcome.error;
  }

  private async work(process: Process, awsRequestId: string, event: unknown): Promise<Outcome> {
    const { world } = this.surroundings;
    const { name, timeoutMs } = this.settings;
    const deadline = world.now + timeoutMs;
    let working = true;
    world.scheduler.after(timeoutMs, () => (working ? process.kill('is out of time') : undefined), process);
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        process.onDeath((why) => reject(new Error(`${process.name} ${why}`)));
        const work = process.functions[name];
        if (work === undefined) throw new Error(`the program has no function ${name}`);
        const context = { awsRequestId, getRemainingTimeInMillis: () => deadline - world.now };
        work(event, context).then(resolve, reject);
      });
      return { result };
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)) };
    } finally {
      working = false;
    }
  }

  /** What is idle gives way to a new deployment, and what is not, once it is. */
  deploy(): void {
    for (const process of this.all) if (process.alive) this.outdated.add(process);
    for (const process of this.idle.splice(0)) process.kill('gives way to a new deployment');
  }

  processOf(pid: number): Process | undefined {
    return this.all.find((each) => each.pid === pid);
  }

  private start(): Process {
    const number = this.requests.nextProcess();
    const { name, program, environment } = this.settings;
    const made = new Process(this.surroundings, `${name}.${number}`, 1000 + number, {
      name: program,
      environment,
      portfolios: this.files(),
    });
    this.all.push(made);
    return made;
  }
}
