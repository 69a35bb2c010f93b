import { Chance } from './chance';
import { Faults } from './faults';
import { type Recovery, recoveryNamed } from './recoveries';
import { type Clock, Scheduler } from './scheduler';

/** What the outer world, which has no clock either, does for a simulation. */
export interface Host {
  readonly clock: Clock;
  settle(): Promise<void>;
  /** Evaluates a program anew: a process with no memory of any other. */
  start(program: string, modules: object, globals: object): Readonly<Record<string, Handler>>;
  sha256(text: string): string;
}

/** A function as Lambda calls it. */
export type Handler = (event: unknown, context: object) => Promise<unknown>;

/** Something that must never happen has happened. */
export class Violation extends Error {
  constructor(
    /** The invariant by its name. */
    readonly invariant: string,
    detail: string,
  ) {
    super(`${invariant}: ${detail}`);
  }
}

/** What every part of one simulation shares. */
export class World {
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  /** Ways of recovery, and how often each was met. */
  readonly met = new Map<Recovery, number>();
  readonly trace: string[] = [];
  private violation: Violation | undefined;
  private readonly latencies: Chance;
  private readonly began: number;

  constructor(
    readonly host: Host,
    readonly seed: number,
    off: ReadonlySet<string>,
    begins: number,
  ) {
    host.clock.now = begins;
    this.began = begins;
    this.faults = new Faults(seed, off);
    this.scheduler = new Scheduler(host.clock, () => host.settle());
    this.latencies = new Chance(seed, 'latency');
  }

  get now(): number {
    return this.host.clock.now;
  }

  /** A way on a network, in ms: short, and sometimes not. */
  latency(): number {
    const draw = this.latencies.next();
    return Math.ceil(draw < 0.9 ? 1 + draw * 8 : 10 + (draw - 0.9) * 900);
  }

  /** A way that has no name would never be missed, and is a violation. */
  recovered(how: string): void {
    const known = recoveryNamed(how);
    if (known === undefined) this.violated('nothing unforeseen', `"${how}" is not among the recoveries`);
    else this.met.set(known, (this.met.get(known) ?? 0) + 1);
  }

  tell(line: string): void {
    this.trace.push(`${((this.now - this.began) / 1000).toFixed(3)} ${line}`);
  }

  /** Ends the simulation at its next step. The first one counts: others may follow from it. */
  violated(invariant: string, detail: string): void {
    if (this.violation !== undefined) return;
    this.violation = new Violation(invariant, detail);
    this.tell(`VIOLATED ${invariant}: ${detail}`);
  }

  /** @throws Violation where there was one */
  check(): void {
    if (this.violation !== undefined) throw this.violation;
  }
}
