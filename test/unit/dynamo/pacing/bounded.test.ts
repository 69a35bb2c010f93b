import { mapBounded, slots } from '@evenkeel/dynamo/pacing';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Work that counts how much of it runs at once. */
function counted() {
  const count = { running: 0, most: 0, done: [] as number[] };
  const work = async (input: number): Promise<number> => {
    count.most = Math.max(count.most, (count.running += 1));
    for (let turns = 0; turns <= input % 3; turns += 1) await turn();
    count.running -= 1;
    count.done.push(input);
    return input * 10;
  };
  return { count, work };
}

const INPUTS = Array.from({ length: 20 }, (_, index) => index);

describe('mapBounded', () => {
  it('answers in the order of the inputs, never more than its limit at once', async () => {
    const { count, work } = counted();
    expect(await mapBounded(INPUTS, 3, work)).toEqual(INPUTS.map((input) => input * 10));
    expect(count.most).toBe(3);
    expect(count.done).not.toEqual(INPUTS);
  });

  it('takes an input only when there is room for it', async () => {
    let taken = 0;
    let done = 0;
    const inputs = function* (): Generator<number> {
      for (const input of INPUTS) {
        expect(taken - done).toBeLessThan(2);
        taken += 1;
        yield input;
      }
    };
    await mapBounded(inputs(), 2, async () => {
      await turn();
      done += 1;
    });
    expect(done).toBe(20);
  });

  it('begins nothing after a failure, and throws the first one once what runs has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (input: number): Promise<void> => {
      begun.push(input);
      await turn();
      if (input === 1) throw new Error('first');
      await turn();
      ended.push(input);
      if (input === 0) throw new Error('second');
    };
    await expect(mapBounded(INPUTS, 3, work)).rejects.toThrow('first');
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toEqual([0, 2]);
  });

  it('shares slots with other loops', async () => {
    const { count, work } = counted();
    const shared = slots(4);
    await Promise.all([1, 2, 3].map(() => mapBounded(INPUTS, 3, work, shared)));
    expect(count.most).toBe(4);
    expect(count.done).toHaveLength(60);
  });
});
