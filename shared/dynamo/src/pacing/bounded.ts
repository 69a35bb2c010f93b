import pLimit from 'p-limit';

/** Runs work when one of a fixed number of slots is free. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** `count` slots to share among several loops, first come, first served. */
export function slots(count: number): Slots {
  return pLimit(count);
}

/**
 * Applies `work` to each of `inputs`, at most `limit` at a time, and answers in their order. An input is taken only when there is
 * room for it, so that inputs which are made as they are taken do not pile up. The first failure is thrown after what is under
 * way has ended; nothing new is begun after it.
 * @param shared slots that other loops draw from too; each input takes one
 */
export async function mapBounded<T, R>(
  inputs: Iterable<T>,
  limit: number,
  work: (input: T) => Promise<R>,
  shared: Slots = (next) => next(),
): Promise<R[]> {
  const answers: R[] = [];
  const failures: unknown[] = [];
  const queue = inputs[Symbol.iterator]();
  let taken = 0;
  const workNext = async (): Promise<boolean> => {
    if (failures.length > 0) return false;
    try {
      const next = queue.next();
      if (next.done === true) return false;
      const place = taken;
      taken += 1;
      answers[place] = await work(next.value);
      return true;
    } catch (error) {
      failures.push(error);
      return false;
    }
  };
  const worker = async (): Promise<void> => {
    while (await shared(workNext)) continue;
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
  return answers;
}
