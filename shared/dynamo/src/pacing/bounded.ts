/**
 * Applies `work` to each of `inputs`, at most `limit` at a time, and answers in their order. The first failure
 * is thrown after what is under way has ended; nothing new is begun after it.
 */
export async function mapBounded<T, R>(
  inputs: readonly T[],
  limit: number,
  work: (input: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const queue = inputs.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
      const [index, input] = next.value;
      try {
        answers[index] = await work(input);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return answers;
}

/** Runs work when one of a fixed number of slots is free. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

/** `count` slots to share among several loops, first come, first served. */
export function slots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
