import { AppError } from '@evenkeel/domain';
import { askPatiently, PATIENCE, type Patience } from '../../../../services/ingestion/src/sources/patience';

/** Records its pauses and takes none. */
function recorded(options: Partial<Patience> = {}): { patience: Patience; pauses: number[] } {
  const pauses: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    pauses.push(ms);
    return Promise.resolve();
  };
  return {
    pauses,
    patience: { ...PATIENCE, baseDelayMs: 1000, maxDelayMs: 8000, attempts: 6, random: () => 1, sleep, ...options },
  };
}

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

describe('asking a vendor patiently', () => {
  test('asks again after vendor-unavailable, with pauses that double up to the longest', async () => {
    const { patience, pauses } = recorded();
    const { request } = failing(5, unavailable);
    await expect(askPatiently(patience, undefined, request)).resolves.toBe('answer');
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  test('jitter shortens a pause by half at most', async () => {
    const { patience, pauses } = recorded({ random: () => 0 });
    await askPatiently(patience, undefined, failing(2, unavailable).request);
    expect(pauses).toEqual([500, 1000]);
  });

  test('gives up after the given number of attempts, with the last error', async () => {
    const { patience, pauses } = recorded({ attempts: 3 });
    const { request, asked } = failing(99, unavailable);
    await expect(askPatiently(patience, undefined, request)).rejects.toMatchObject({ code: 'vendor-unavailable' });
    expect(asked()).toBe(3);
    expect(pauses).toHaveLength(2);
  });

  test.each(['vendor-refused', 'bad-input', 'failed'] as const)('asks only once when the error is %s', async (code) => {
    const { patience } = recorded();
    const { request, asked } = failing(99, () => new AppError(code, 'no'));
    await expect(askPatiently(patience, undefined, request)).rejects.toMatchObject({ code });
    expect(asked()).toBe(1);
  });

  test('asks only once when the error is a mistake of ours', async () => {
    const { patience } = recorded();
    const { request, asked } = failing(99, () => new TypeError('bug'));
    await expect(askPatiently(patience, undefined, request)).rejects.toThrow('bug');
    expect(asked()).toBe(1);
  });

  test('waits as long as the vendor asks for', async () => {
    const { patience, pauses } = recorded();
    await askPatiently(patience, undefined, failing(1, () => unavailable(5000)).request);
    expect(pauses).toEqual([5000]);
  });

  test('does not wait when the vendor asks for longer than the longest pause', async () => {
    const { patience, pauses } = recorded();
    await expect(askPatiently(patience, undefined, failing(1, () => unavailable(3_600_000)).request)).rejects.toThrow(
      'busy',
    );
    expect(pauses).toEqual([]);
  });

  test('a pause ends when the caller calls off', async () => {
    const caller = new AbortController();
    const patience = { ...PATIENCE, baseDelayMs: 60_000, maxDelayMs: 60_000 };
    const asked = askPatiently(patience, caller.signal, failing(9, unavailable).request);
    caller.abort();
    await expect(asked).rejects.toThrow();
  });
});
