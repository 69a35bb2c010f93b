import { type Machine, THIS_MACHINE } from './machine';

/** How often to look, and for how long. */
export interface PollOptions {
  /** Pause between two looks, in ms. */
  readonly everyMs: number;
  /** From the first look on, in ms. */
  readonly withinMs: number;
  readonly machine?: Machine | undefined;
}

/**
 * What `look` answers as soon as it answers something; `undefined` when the time is over before.
 * @throws whatever `look` throws, at once
 */
export async function polled<T>(look: () => Promise<T | undefined>, options: PollOptions): Promise<T | undefined> {
  const { everyMs, withinMs, machine = THIS_MACHINE } = options;
  const end = machine.now() + withinMs;
  while (machine.now() < end) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await machine.pause(everyMs);
  }
  return undefined;
}
