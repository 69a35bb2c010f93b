import { interruption } from '../../../../cli/src/stack/interruption';

const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException'] as const;
const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);

let replaced: { restore(): void } | undefined;

beforeEach(() => jest.useFakeTimers().setSystemTime(new Date('2024-06-14T22:00:00Z')));
afterEach(() => {
  jest.useRealTimers();
  exit.mockClear();
  replaced?.restore();
  for (const event of EVENTS) process.removeAllListeners(event);
});

/** Settles as `interruption` does, started by npm or not. */
function interrupted(how: { readonly npm: boolean }): ReturnType<typeof interruption> {
  replaced = jest.replaceProperty(process, 'env', how.npm ? { npm_lifecycle_event: 'start' } : {});
  return interruption();
}

describe('what ends a command that stays up', () => {
  it('is the first signal; the copy that npm passes on a moment later hurries nobody', async () => {
    const ended = interrupted({ npm: true });
    process.emit('SIGINT');
    jest.setSystemTime(new Date('2024-06-14T22:00:00.300Z'));
    process.emit('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect(exit).not.toHaveBeenCalled();
  });

  it.each([
    ['without npm, is the second signal, however soon', false, ['SIGINT', 'SIGINT']],
    ['under npm, is one more than a signal and its copy', true, ['SIGINT', 'SIGINT', 'SIGINT']],
  ] as const)('at once, with an exit status that says so, %s', async (_what, npm, signals) => {
    const ended = interrupted({ npm });
    for (const signal of signals) process.emit(signal);
    expect(await ended).toBe('SIGINT');
    expect(exit).toHaveBeenCalledTimes(1);
    expect(exit).toHaveBeenCalledWith(1);
  });

  it('at once, under npm too, is a signal of somebody who has waited', async () => {
    const ended = interrupted({ npm: true });
    process.emit('SIGTERM');
    jest.setSystemTime(new Date('2024-06-14T22:00:02Z'));
    process.emit('SIGINT');
    expect(await ended).toBe('SIGTERM');
    expect(exit).toHaveBeenCalledWith(1);
  });
});
