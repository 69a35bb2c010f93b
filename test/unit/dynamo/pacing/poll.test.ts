import { polled } from '@evenkeel/dynamo/pacing';
import { stillMachine } from '../../../factories/machine';

/** Answers 'ready' at the `n`-th look. */
function readyAt(n: number) {
  const looks = { count: 0 };
  const look = (): Promise<string | undefined> => {
    looks.count += 1;
    return Promise.resolve(looks.count >= n ? 'ready' : undefined);
  };
  return { look, looks };
}

describe('polled', () => {
  it('answers at the first look that sees something, without a pause behind it', async () => {
    const machine = stillMachine();
    expect(await polled(readyAt(3).look, { everyMs: 50, withinMs: 1000, machine })).toBe('ready');
    expect(machine.pauses).toEqual([50, 50]);
  });

  it('gives up when the time is over', async () => {
    const machine = stillMachine();
    const { look, looks } = readyAt(99);
    expect(await polled(look, { everyMs: 50, withinMs: 200, machine })).toBeUndefined();
    expect(looks.count).toBe(4);
    expect(machine.now()).toBe(200);
  });

  it('ends with the failure of a look', async () => {
    const look = () => Promise.reject(new Error('gone'));
    await expect(polled(look, { everyMs: 50, withinMs: 200, machine: stillMachine() })).rejects.toThrow('gone');
  });
});
