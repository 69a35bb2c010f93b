import { clockOf } from '@evenkeel/runtime/clock';
import { failureOf } from '../../support/failure';

describe('the clock', () => {
  test.each([undefined, ''])("is the machine's where EVENKEEL_NOW is %p", (text) => {
    const before = Date.now();
    const now = clockOf({ EVENKEEL_NOW: text })().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test('stands still at the instant that EVENKEEL_NOW names', () => {
    const clock = clockOf({ EVENKEEL_NOW: '2024-06-28T18:00:00-04:00' });
    expect([clock(), clock()].map((each) => each.toISOString())).toEqual([
      '2024-06-28T22:00:00.000Z',
      '2024-06-28T22:00:00.000Z',
    ]);
    // Whoever changes the date that was answered does not move the clock.
    clock().setFullYear(1990);
    expect(clock().getUTCFullYear()).toBe(2024);
  });

  const refusal = (environment: Record<string, string>) =>
    failureOf(Promise.resolve().then(() => clockOf(environment)));

  test('names EVENKEEL_NOW when it is no instant', async () => {
    const { code, message } = await refusal({ EVENKEEL_NOW: 'yesterday' });
    expect(code).toBe('environment');
    expect(message).toBe('EVENKEEL_NOW: "yesterday" is not an instant; write e.g. 2024-06-28T22:00:00Z');
  });

  test('is not to be set in a deployed Lambda, neither to an instant nor to anything else', async () => {
    const deployed = { AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' };
    for (const text of ['2024-06-28T22:00:00Z', 'yesterday']) {
      const { code, message } = await refusal({ ...deployed, EVENKEEL_NOW: text });
      expect(code).toBe('environment');
      expect(message).toMatch(/^EVENKEEL_NOW stands in for the clock on a local machine only/);
    }
    expect(clockOf(deployed)()).toBeInstanceOf(Date);
  });
});
