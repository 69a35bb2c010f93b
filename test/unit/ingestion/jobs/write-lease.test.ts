import type { HeldLease, LeaseStore } from '@evenkeel/dynamo/ingestion';
import { openService } from '../../../../services/ingestion/src/handlers/service';
import { startRun } from '../../../../services/ingestion/src/jobs/run-job';
import { withWriteLease, type WriteLease } from '../../../../services/ingestion/src/jobs/write-lease';
import { steppedMachine } from '../../../factories/machine';
import { failureOf } from '../../../support/failure';

const { tables, source } = openService({ PRICE_HISTORY_TABLE: 'p', INGESTION_TABLE: 'i', AWS_REGION: 'us-east-1' });

/** One lease in memory; `renewals` says what becomes of each, `true` for the rest. */
class OneLease implements LeaseStore {
  held: HeldLease | undefined;
  renewed: number[] = [];

  constructor(private readonly renewals: (boolean | Error)[] = []) {}

  take(_name: string, lease: HeldLease, now: number): Promise<HeldLease | undefined> {
    if (this.held !== undefined && this.held.expiresAt >= now) return Promise.resolve(this.held);
    this.held = lease;
    return Promise.resolve(undefined);
  }

  renew(_name: string, _token: string, expiresAt: number): Promise<boolean> {
    this.renewed.push(expiresAt);
    const outcome = this.renewals.shift() ?? true;
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  }

  release(): Promise<void> {
    this.held = undefined;
    return Promise.resolve();
  }
}

function setUp(leases: OneLease) {
  const machine = steppedMachine();
  const deps = {
    source,
    tables: { ...tables, state: { ...tables.state, leases } },
    now: new Date('2024-06-28T22:00:00Z'),
    machine,
  };
  return { machine, run: startRun('update', deps) };
}

/** Works for `seconds` under the lease, checking it at the end. */
async function workFor(seconds: number, leases: OneLease): Promise<void> {
  const { machine, run } = setUp(leases);
  await withWriteLease(run, 'update', async (lease: WriteLease) => {
    await machine.advance(seconds * 1000);
    lease.check();
  });
}

describe('the lease to write prices', () => {
  it('is renewed every 15 seconds for a minute each, for as long as the work lasts, and given back', async () => {
    const leases = new OneLease();
    const { machine, run } = setUp(leases);
    await withWriteLease(run, 'update', async (lease) => {
      await machine.advance(200_000);
      lease.check();
      expect(leases.held?.purpose).toBe('update');
    });
    expect(leases.renewed.slice(0, 3)).toEqual([75_000, 90_000, 105_000]);
    expect(leases.renewed).toHaveLength(13);
    expect(leases.held).toBeUndefined();
    await machine.advance(60_000);
    expect(leases.renewed).toHaveLength(13);
  });

  it('lasts through renewals that fail, until the last one that did not runs out', async () => {
    const down = (times: number) => new OneLease(Array.from({ length: times }, () => new Error('throttled')));
    await workFor(59, down(3));
    await workFor(70, down(3));
    expect(await failureOf(workFor(61, down(4)))).toMatchObject({ code: 'conflict' });
  });

  it('is lost as soon as a renewal finds that somebody else has it', async () => {
    expect(await failureOf(workFor(20, new OneLease([false])))).toMatchObject({
      code: 'conflict',
      message: 'update: the lease to write prices was lost while working; run it again to complete it',
    });
  });

  it('leaves the work alone while another job has it, and names that job', async () => {
    const leases = new OneLease();
    leases.held = { token: 'other', host: 'elsewhere', pid: 1, purpose: 'warm-up', expiresAt: 30_000 };
    const { run } = setUp(leases);
    const work = jest.fn();
    expect(await failureOf(withWriteLease(run, 'update', work))).toMatchObject({
      code: 'busy',
      message: expect.stringContaining(
        'another job (warm-up) is writing prices until 1970-01-01T00:00:30.000Z',
      ) as string,
    });
    expect(work).not.toHaveBeenCalled();
    expect(leases.held.purpose).toBe('warm-up');
  });
});
