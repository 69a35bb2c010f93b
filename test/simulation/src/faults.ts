import { Chance } from './chance';

/** Everything that can go wrong, by the name under which it is counted and can be turned off, and how often it does where it is on. */
export const FAULTS = {
  // Requests to the tables.
  throttled: 0.02,
  'internal error': 0.01,
  'internal error after the write': 0.01,
  'request lost': 0.01,
  'acknowledgement lost': 0.01,
  'request arrives late': 0.02,
  'slow answer': 0.02,
  'transaction cancelled': 0.05,
  'items unprocessed': 0.3,
  // Processes.
  'process killed': 0.002,
  'process stalled': 0.002,
  'sandbox recycled': 0.05,
  'program deployed anew': 0.1,
  // The stream and its deliveries.
  'batch delivered twice': 0.15,
  'batch replayed from earlier': 0.1,
  'shards rolled': 0.3,
  'stream behind': 0.2,
  // Publishing.
  'publish failed': 0.1,
  'publish acknowledged late or never': 0.08,
  // The vendor, by symbol and run.
  'rate limited': 0.03,
  'vendor down': 0.03,
  'web page instead of prices': 0.015,
  'answer broken off': 0.015,
  'no answer': 0.015,
  'symbol unknown for a while': 0.015,
  'no sessions in the answer': 0.015,
  'row null': 0.06,
  'row impossible': 0.04,
  'row missing': 0.06,
  'row on a holiday': 0.03,
  'rows vanish': 0.03,
  'close misstated': 0.08,
  'all restated by a ratio': 0.03,
  'scale broken before a date': 0.03,
  'dividend late': 0.5,
  'dividend twice': 0.05,
  'dividend oversized': 0.04,
  'dividend announced': 0.05,
  'event day null': 0.5,
  'split unannounced': 0.5,
  'volume rounded': 0.1,
  // People.
  'job run by hand': 0.3,
  'jobs overlap': 0.3,
  'rebuilt by hand': 0.2,
  'repaired by hand': 0.3,
  'repair undone': 0.5,
  'old bar restated': 0.4,
  'portfolio changed': 0.3,
} as const;

export type Fault = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is Fault => name in FAULTS);

/** Which faults a seed has, and how often each strikes: a swarm, so that rare ones meet in pairs. */
export class Faults {
  /** Faults that are on, with the probability of each where it could strike. */
  readonly on = new Map<Fault, number>();
  /** How often each has struck. */
  readonly struck = new Map<Fault, number>();
  private readonly streams = new Map<Fault, Chance>();
  private healed = false;

  constructor(
    private readonly seed: number,
    off: ReadonlySet<string>,
  ) {
    const draw = new Chance(seed, 'swarm');
    const share = draw.pick([0, 0.15, 0.3, 0.5, 0.8]);
    for (const name of FAULT_NAMES) {
      const chosen = draw.happens(share);
      const rate = Math.min(0.9, FAULTS[name] * draw.pick([0.3, 1, 1, 3]));
      if (chosen && !off.has(name)) this.on.set(name, rate);
    }
  }

  /** True where the fault happens now. */
  strikes(name: Fault): boolean {
    const rate = this.on.get(name);
    if (rate === undefined || this.healed) return false;
    if (!this.chanceOf(name).happens(rate)) return false;
    this.struck.set(name, (this.struck.get(name) ?? 0) + 1);
    return true;
  }

  /** How bad a fault is, drawn for it alone. */
  chanceOf(name: Fault): Chance {
    const known = this.streams.get(name);
    if (known !== undefined) return known;
    const made = new Chance(this.seed, name);
    this.streams.set(name, made);
    return made;
  }

  /** From now on nothing goes wrong. */
  heal(): void {
    this.healed = true;
  }
}
