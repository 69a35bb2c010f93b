import { AppError } from '@evenkeel/domain';

/**
 * The instant a local command takes for now: the clock, or `EVENKEEL_NOW` (an ISO instant).
 * @throws AppError `bad-input` when `EVENKEEL_NOW` is no instant
 */
export function localNow(env: Readonly<Record<string, string | undefined>>): Date {
  const text = env['EVENKEEL_NOW'];
  if (text === undefined || text === '') return new Date();
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) {
    throw new AppError('bad-input', `EVENKEEL_NOW: "${text}" is not an instant; write e.g. 2024-06-28T22:00:00Z`);
  }
  return instant;
}
