import { FAULT_NAMES } from './faults';
import { RECOVERIES } from './recoveries';
import type { Declared } from './system';
import { type Host, Violation } from './world';
import { Life } from './life';

/** What a simulation is told from outside. */
export interface SimulationOptions extends Declared {
  readonly seed: number;
  /** Faults that are off, whatever the seed says. */
  readonly off?: readonly string[];
  /** Evenings to live through, in place of what the seed says. */
  readonly evenings?: number;
}

/** How a simulation went. */
export interface Outcome {
  readonly seed: number;
  /** Absent where every invariant has held. */
  readonly violation?: { readonly invariant: string; readonly detail: string };
  /** Of everything that happened, in order, and of all that was stored in the end. */
  readonly hash: string;
  readonly trace: readonly string[];
  readonly struck: Readonly<Record<string, number>>;
  readonly met: Readonly<Record<string, number>>;
  readonly on: readonly string[];
  /** All that could have been met. */
  readonly names: { readonly faults: readonly string[]; readonly recoveries: readonly string[] };
  readonly evenings: number;
  readonly steps: number;
}

/** Lives through what one seed decides. */
export async function simulate(host: Host, options: SimulationOptions): Promise<Outcome> {
  const unknown = options.off?.find((name) => !FAULT_NAMES.some((fault) => fault === name));
  if (unknown !== undefined)
    throw new Error(`there is no fault "${unknown}"; the faults are ${FAULT_NAMES.join(', ')}`);
  const life = new Life(host, options);
  const { world } = life;
  let violation: Outcome['violation'];
  try {
    await life.live();
  } catch (error) {
    violation =
      error instanceof Violation
        ? { invariant: error.invariant, detail: error.message }
        : {
            invariant: 'nothing unforeseen',
            detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
          };
  }
  return {
    seed: options.seed,
    ...(violation === undefined ? {} : { violation }),
    hash: host.sha256(`${world.trace.join('\n')}\n${JSON.stringify(life.everythingStored())}`),
    trace: world.trace,
    struck: Object.fromEntries(world.faults.struck),
    met: Object.fromEntries(world.met),
    on: [...world.faults.on.keys()],
    names: { faults: FAULT_NAMES, recoveries: RECOVERIES },
    evenings: life.evenings,
    steps: world.scheduler.steps,
  };
}
