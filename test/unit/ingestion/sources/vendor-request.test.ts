import { AppError } from '@evenkeel/domain';
import { askVendor, REQUEST_POLICY } from '../../../../services/ingestion/src/sources/vendor-request';
import { stillMachine } from '../../../factories/machine';

const POLICY = { ...REQUEST_POLICY, firstMs: 1000, longestMs: 8000, attempts: 6 };

const unavailable = (retryAfterMs?: number): AppError =>
  new AppError('vendor-unavailable', 'QQQ: busy', { retryAfterMs });

function failing(times: number, error: () => Error): { request: () => Promise<string>; asked: () => number } {
  let asked = 0;
  const request = (): Promise<string> => {
    asked += 1;
    return asked <= times ? Promise.reject(error()) : Promise.resolve('answer');
  };
  return { request, asked: () => asked };
}

describe('asking a vendor', () => {
  test('asks again after vendor-unavailable, with pauses that double up to the longest', async () => {
    const machine = stillMachine(1);
    const { request } = failing(5, unavailable);
    await expect(askVendor(request, { ...POLICY, machine })).resolves.toBe('answer');
    expect(machine.pauses).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  test('jitter shortens a pause by half at most', async () => {
    const machine = stillMachine(0);
    await askVendor(failing(2, unavailable).request, { ...POLICY, machine });
    expect(machine.pauses).toEqual([500, 1000]);
  });

  test('gives up after the given number of attempts, with the last error', async () => {
    const machine = stillMachine();
    const { request, asked } = failing(99, unavailable);
    await expect(askVendor(request, { ...POLICY, attempts: 3, machine })).rejects.toMatchObject({
      code: 'vendor-unavailable',
    });
    expect(asked()).toBe(3);
    expect(machine.pauses).toHaveLength(2);
  });

  test.each(['vendor-refused', 'bad-input', 'failed'] as const)('asks only once when the error is %s', async (code) => {
    const machine = stillMachine();
    const { request, asked } = failing(99, () => new AppError(code, 'no'));
    await expect(askVendor(request, { ...POLICY, machine })).rejects.toMatchObject({ code });
    expect(asked()).toBe(1);
  });

  test('asks only once when the error is a mistake of ours', async () => {
    const machine = stillMachine();
    const { request, asked } = failing(99, () => new TypeError('bug'));
    await expect(askVendor(request, { ...POLICY, machine })).rejects.toThrow('bug');
    expect(asked()).toBe(1);
  });

  test('waits as long as the vendor asks for', async () => {
    const machine = stillMachine(1);
    await askVendor(failing(1, () => unavailable(5000)).request, { ...POLICY, machine });
    expect(machine.pauses).toEqual([5000]);
  });

  test('does not wait when the vendor asks for longer than the longest pause', async () => {
    const machine = stillMachine(1);
    await expect(askVendor(failing(1, () => unavailable(3_600_000)).request, { ...POLICY, machine })).rejects.toThrow(
      'busy',
    );
    expect(machine.pauses).toEqual([]);
  });

  test('a pause ends when the caller calls off', async () => {
    const caller = new AbortController();
    const asked = askVendor(failing(9, unavailable).request, {
      ...POLICY,
      firstMs: 60_000,
      longestMs: 60_000,
      signal: caller.signal,
    });
    caller.abort();
    await expect(asked).rejects.toThrow(/abort/i);
  });
});
