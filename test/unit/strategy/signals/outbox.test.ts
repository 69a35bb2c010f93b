import { parseSessionDate } from '@evenkeel/domain/calendar';
import type { Claimed, Signal } from '@evenkeel/dynamo/strategy';
import { announcePending, type OutboxDeps } from '../../../../services/strategy/src/signals/outbox';
import { stillMachine } from '../../../factories/machine';

const signal = (session: string): Signal => ({
  id: `test/${session}/1/rebalance`,
  kind: 'rebalance',
  session: parseSessionDate(session),
  version: 1,
  content: {},
  subject: session,
  text: session,
  announced: false,
});
const days = ['2024-06-24', '2024-06-25', '2024-06-26', '2024-06-27', '2024-06-28'];

/** Signals of five days that are pending, and what became of them. */
function outbox(announce: OutboxDeps['announce'], unreadable: readonly string[] = [], claims: Claimed[] = []) {
  const announced: string[] = [];
  const released: string[] = [];
  const undeliverable: string[] = [];
  const deps: OutboxDeps = {
    announce,
    now: () => new Date('2024-06-28T21:00:00Z'),
    views: {
      pendingSignals: () => Promise.resolve({ signals: days.map(signal), unreadable }),
      claimSignal: () => Promise.resolve(claims.shift() ?? 'taken'),
      releaseSignal: (_, { session }) => Promise.resolve(void released.push(session)),
      markAnnounced: (_, { session }) => Promise.resolve(void announced.push(session)),
      markUndeliverable: (_, item) => Promise.resolve(void undeliverable.push(item)),
    },
  };
  return { deps, announced, undeliverable, released };
}
const failing =
  (name: string, on: (session: string) => boolean) =>
  (_: string, { session }: Signal) =>
    on(session) ? Promise.reject(Object.assign(new Error(`no: ${session}`), { name })) : Promise.resolve();

describe('announcePending', () => {
  it('sends all that is pending, the oldest first, and notes it', async () => {
    const heard: string[] = [];
    const { deps, announced } = outbox((_, { session }) => Promise.resolve(void heard.push(session)));
    expect(await announcePending(deps, 'test', 'all')).toEqual({
      sent: days.map((day) => `test/${day}/1/rebalance`),
      undeliverable: [],
    });
    expect([heard, announced]).toEqual([days, days]);
  });

  it('goes on after one that fails, says so at the end, and leaves it pending', async () => {
    const { deps, announced, undeliverable, released } = outbox(failing('TimeoutError', (day) => day === days[1]));
    await expect(announcePending(deps, 'test', ['x'])).rejects.toMatchObject({
      code: 'failed',
      message: '1 signal(s) of test could not be sent and stay pending: no: 2024-06-25; the next wake-up tries again',
    });
    expect(announced).toEqual(days.filter((day) => day !== days[1]));
    expect(undeliverable).toEqual([]);
    expect(released).toEqual([days[1]]);
  });

  it('leaves what another has sent meanwhile, and waits for one who is at it', async () => {
    const { deps, announced } = outbox(() => Promise.resolve(), [], ['done', 'held', 'held', 'taken']);
    const machine = stillMachine();
    const { sent } = await announcePending({ ...deps, machine }, 'test', 'all');
    expect(sent).toHaveLength(4);
    expect(announced).toEqual(days.slice(1));
    expect(machine.pauses).toHaveLength(2);
  });

  it('sets aside what can never be sent, or read, and names it', async () => {
    const poisoned = outbox(
      failing('InvalidParameterException', (day) => day === days[0]),
      ['signal#2024-01-02#9'],
    );
    expect(await announcePending(poisoned.deps, 'test', 'all')).toEqual({
      sent: days.slice(1).map((day) => `test/${day}/1/rebalance`),
      undeliverable: [
        'signal#2024-01-02#9: the item is not as it was written',
        'test/2024-06-24/1/rebalance: no: 2024-06-24',
      ],
    });
    expect(poisoned.undeliverable).toEqual(['signal#2024-01-02#9', 'signal#2024-06-24#1']);
  });

  it('gives up on a topic that does not answer', async () => {
    let tries = 0;
    const { deps, announced } = outbox(() => {
      tries += 1;
      return Promise.reject(new Error('down'));
    });
    await expect(announcePending(deps, 'test', 'all')).rejects.toThrow('5 signal(s) of test could not be sent');
    expect([tries, announced]).toEqual([3, []]);
  });

  it('sends nothing where there is nobody to tell', async () => {
    const { deps } = outbox(undefined);
    expect(await announcePending(deps, 'test', 'all')).toEqual({ sent: [], undeliverable: [] });
  });
});
