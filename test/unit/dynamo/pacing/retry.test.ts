import { backoffMs, retrying, type RetryOptions, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { stillMachine } from '../../../factories/machine';

const BUSY = new Error('busy');
const policy = (more: Partial<RetryOptions> = {}): RetryOptions => ({
  attempts: 6,
  firstMs: 100,
  longestMs: 500,
  passing: (error) => error === BUSY,
  machine: stillMachine(),
  ...more,
});

/** Fails `times` with `error`, then answers; `asked` counts. */
function failing(times: number, error: Error = BUSY) {
  const count = { asked: 0 };
  const work = (): Promise<string> => {
    count.asked += 1;
    return count.asked <= times ? Promise.reject(error) : Promise.resolve('done');
  };
  return { work, count };
}

describe('backoffMs', () => {
  it('doubles up to the longest pause, of which half is drawn', () => {
    const of = (random: number) => [1, 2, 3, 4, 5, 2000].map((failures) => backoffMs(failures, policy(), random));
    expect(of(0)).toEqual([50, 100, 200, 250, 250, 250]);
    expect(of(1)).toEqual([100, 200, 400, 500, 500, 500]);
  });
});

describe('retrying', () => {
  it('answers after the failures that pass, having paused on the machine alone', async () => {
    const machine = stillMachine();
    expect(await retrying(failing(3).work, policy({ machine }))).toBe('done');
    expect(machine.pauses).toEqual([75, 150, 300]);
  });

  it('gives up with the last failure after its attempts, without a pause behind it', async () => {
    const machine = stillMachine();
    const { work, count } = failing(99);
    await expect(retrying(work, policy({ attempts: 3, machine }))).rejects.toBe(BUSY);
    expect(count.asked).toBe(3);
    expect(machine.pauses).toHaveLength(2);
  });

  it('ends at once with a failure that does not pass, whatever it is', async () => {
    for (const error of [new Error('no'), new TypeError('bug')]) {
      const { work, count } = failing(99, error);
      await expect(retrying(work, policy())).rejects.toBe(error);
      expect(count.asked).toBe(1);
    }
  });

  it('pauses at least as long as it is told', async () => {
    const machine = stillMachine();
    await retrying(failing(1).work, policy({ machine, passing: () => 7000 }));
    await retrying(failing(1).work, policy({ machine, passing: () => 1 }));
    expect(machine.pauses).toEqual([7000, 75]);
  });

  it('ends a pause when the caller calls off', async () => {
    const caller = new AbortController();
    const work = retrying(failing(9).work, policy({ firstMs: 60_000, signal: caller.signal, machine: THIS_MACHINE }));
    caller.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });
});
