import { type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';

/** This machine, but its clock is moved by its pauses alone, which take no time and are noted; its dice always show `dice`. */
export function stillMachine(dice = 0.5): Machine & { readonly pauses: number[] } {
  const pauses: number[] = [];
  let now = 0;
  return {
    ...THIS_MACHINE,
    pauses,
    now: () => now,
    random: () => dice,
    pause: (ms) => {
      pauses.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}

/** This machine with a clock that moves only when `advance` moves it, ending the pauses that are due in their order. */
export function steppedMachine(): Machine & { advance(ms: number): Promise<void> } {
  let now = 0;
  const pauses = new Set<{ readonly due: number; readonly end: () => void }>();
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    ...THIS_MACHINE,
    now: () => now,
    pause: (ms, { signal } = {}) =>
      new Promise<void>((resolve, reject) => {
        const calledOff = (): void => {
          pauses.delete(pause);
          reject(new DOMException('called off', 'AbortError'));
        };
        const end = (): void => {
          signal?.removeEventListener('abort', calledOff);
          resolve();
        };
        const pause = { due: now + ms, end };
        pauses.add(pause);
        signal?.addEventListener('abort', calledOff);
      }),
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const [next] = [...pauses].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        now = next.due;
        pauses.delete(next);
        next.end();
        await turn();
      }
      now = end;
      await turn();
    },
  };
}
