import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { AppError } from '@evenkeel/domain';
import type { HeldLease } from '@evenkeel/dynamo/ingestion';
import type { Machine } from '@evenkeel/dynamo/pacing';
import type { JobRun } from './run-job';

/** All jobs that write prices share one lease a stage: a single writer makes bulk writes safe. */
const LEASE = 'prices';
const LASTS = 60_000;
const RENEWED_EVERY = 15_000;

/** The right to write prices, for as long as it lasts. */
export interface WriteLease {
  /** @throws AppError `conflict` when the lease may have passed to somebody else */
  check(): void;
}

/**
 * Runs `work` while holding the writers' lease, renewing it meanwhile and giving it back at the end. A holder
 * on this machine whose process has died is succeeded at once; elsewhere its lease runs out within a minute.
 * @throws AppError `busy` naming the other job when it is held; `work` is not begun then
 */
export async function withWriteLease<T>(
  { deps, machine }: JobRun,
  purpose: string,
  work: (lease: WriteLease) => Promise<T>,
): Promise<T> {
  const { leases } = deps.tables.state;
  const token = machine.uuid();
  const began = machine.now();
  let expiresAt = began + LASTS;
  const mine: HeldLease = { token, host: thisHost(), pid: process.pid, purpose, expiresAt };
  const holder = await leases.take(LEASE, mine, began, hasDied);
  if (holder !== undefined) {
    throw new AppError(
      'busy',
      `${purpose}: another job (${holder.purpose}) is writing prices until ${new Date(holder.expiresAt).toISOString()} at the latest; let it finish, then run this again`,
      { holder: holder.purpose, host: holder.host, pid: holder.pid },
    );
  }
  let lost = false;
  const renew = (): void => {
    const next = machine.now() + LASTS;
    leases.renew(LEASE, token, next).then(
      (held) => {
        if (held) expiresAt = Math.max(expiresAt, next);
        else lost = true;
      },
      // A renewal that fails leaves the old expiry, which check() enforces.
      () => undefined,
    );
  };
  const done = new AbortController();
  void every(machine, RENEWED_EVERY, done.signal, renew);
  const check = (): void => {
    if (lost || machine.now() >= expiresAt) {
      throw new AppError(
        'conflict',
        `${purpose}: the lease to write prices was lost while working; run it again to complete it`,
      );
    }
  };
  try {
    return await work({ check });
  } finally {
    done.abort();
    // One that cannot be given back runs out by itself; the work's own outcome counts.
    await leases.release(LEASE, token).catch(() => undefined);
  }
}

/** Calls `work` every `ms` until `done` aborts; does not keep the process alive. */
async function every(machine: Machine, ms: number, done: AbortSignal, work: () => void): Promise<void> {
  const passes = (): Promise<boolean> =>
    machine.pause(ms, { signal: done, ref: false }).then(
      () => true,
      () => false,
    );
  while (await passes()) work();
}

/** In Lambda every sandbox has the same host name, but a log stream of its own. */
function thisHost(): string {
  return process.env.AWS_LAMBDA_LOG_STREAM_NAME ?? hostname();
}

function hasDied(holder: HeldLease): boolean {
  if (holder.host !== thisHost() || holder.pid === process.pid || holder.pid <= 0) return false;
  try {
    process.kill(holder.pid, 0);
    return isZombie(holder.pid);
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH';
  }
}

/** A killed process stays in Linux's table until its parent has looked; it writes no more. */
function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && / Z /.test(readFileSync(file, 'utf8').replace(/^.*\)/s, ''));
}
