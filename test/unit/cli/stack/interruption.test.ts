import { interruption } from '../../../../cli/src/stack/interruption';

const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException'] as const;
const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);

beforeEach(() => jest.useFakeTimers().setSystemTime(new Date('2024-06-14T22:00:00Z')));
afterEach(() => {
  jest.useRealTimers();
  exit.mockClear();
  for (const event of EVENTS) process.removeAllListeners(event);
});

describe('what ends a command that stays up', () => {
  it('is the first signal; the copy that npm passes on a moment later hurries nobody', async () => {
    const ended = interruption();
    process.emit('SIGINT');
    jest.setSystemTime(new Date('2024-06-14T22:00:00.300Z'));
    process.emit('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect(exit).not.toHaveBeenCalled();
  });

  it('at once, with an exit status that says so, is a signal of somebody who has waited', async () => {
    const ended = interruption();
    process.emit('SIGTERM');
    jest.setSystemTime(new Date('2024-06-14T22:00:02Z'));
    process.emit('SIGINT');
    expect(await ended).toBe('SIGTERM');
    expect(exit).toHaveBeenCalledWith(1);
  });
});
