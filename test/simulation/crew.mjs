import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Lives through `seeds` on as many cores as are given or there are, and gives each outcome to `heard`, in no order, until it answers false.
 * @param {{ texts: Record<string, string>, options: object, seeds: Iterable<number>, repeat: boolean, cores?: number }} work
 * @param {(outcome: object) => boolean} heard
 */
export async function lived({ texts, options, seeds, repeat, cores = availableParallelism() }, heard) {
  const waiting = seeds[Symbol.iterator]();
  let going = true;
  const live = async () => {
    const worker = new Worker(join(import.meta.dirname, 'worker.mjs'), {
      workerData: { texts, options, repeat },
      // Most of what a simulation makes is gone at once.
      resourceLimits: { maxYoungGenerationSizeMb: 96 },
    });
    try {
      for (let next = waiting.next(); going && !next.done; next = waiting.next()) {
        worker.postMessage(next.value);
        const [outcome] = await once(worker, 'message');
        going = going && heard(outcome);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: cores }, live));
}

/** Whole numbers. */
export function* numbers(from, count) {
  for (let next = from; next < from + count; next += 1) yield next;
}
