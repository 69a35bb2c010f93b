import type { RunningCommand } from './running-command';

/**
 * What `npm start --once` must have done with the real prices of the shared data, whole or only their newest
 * sessions: FAZ and ERY end on 2025-12-01, the other nine symbols on 2025-12-24.
 */
export async function expectRealTargets(command: RunningCommand): Promise<void> {
  const { code, stdout, stderr } = await command.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(command.survivors()).toEqual([]);
  expect(stdout).toContain('warm-up: 11/11');
  expect(stdout).toContain('as of session 2025-12-01');
  for (const pair of ['QQQ/SQQQ', 'SMH/SOXS', 'XLF/FAZ', 'XLE/ERY', 'TLT/TBT'])
    expect(stdout).toMatch(new RegExp(`${pair}.* (hold|rebalance)`));
  expect(stdout).toMatch(/Waiting for FAZ \(has 2025-12-01\), ERY \(has 2025-12-01\)[^]*\s2025-12-24/);
}
