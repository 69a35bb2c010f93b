import { randomUUID } from 'node:crypto';
import { setTimeout as timer } from 'node:timers/promises';

/**
 * What a program takes from the machine it runs on: time, timers and chance. Whatever waits, expires or draws takes them from
 * here and from nowhere else, so that a test or a simulation that puts another machine in its place decides them all.
 */
export interface Machine {
  /** The real time in ms since the epoch, for deadlines, leases and pauses; not the day that a job is told to live in. */
  now(): number;
  /** Resolves after `ms`; rejects at once when `signal` aborts. With `ref: false` it does not keep the process alive. */
  pause(ms: number, options?: { readonly signal?: AbortSignal | undefined; readonly ref?: boolean }): Promise<unknown>;
  /** A signal that aborts after `ms` with a `TimeoutError`; does not keep the process alive. */
  timeout(ms: number): AbortSignal;
  /** Uniform in [0, 1): jitter only, so nothing that is stored depends on it. */
  random(): number;
  /** An id that nobody else has drawn. */
  uuid(): string;
}

/** The machine that this process runs on. */
export const THIS_MACHINE: Machine = {
  now: () => Date.now(),
  pause: (ms, options) => timer(ms, undefined, options),
  timeout: (ms) => AbortSignal.timeout(ms),
  random: () => Math.random(),
  uuid: () => randomUUID(),
};
