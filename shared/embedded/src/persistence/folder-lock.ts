import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { FolderError, textOf } from './folder-error';

/** A folder that this process has for itself. */
export interface FolderLock {
  /** Gives the folder back. */
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system tells it; a number may be given to another process later. */
  readonly began: string;
}

const LOCK = /^lock-(\d+)$/;

/**
 * Takes a folder for this process, makes it if need be. A lock is a file `lock-N`; the holder is whose number is the largest. A
 * lock whose process is gone is passed over by making the next one, which only one process can, so that two that find it at the
 * same moment do not both get the folder.
 * @param what the option that names the folder, for errors, e.g. `--persist ./data`
 * @throws FolderError `unusable` in one line when another process has the folder or it cannot be used
 */
export function takeFolder(folder: string, what: string): FolderLock {
  try {
    makeFolder(resolve(folder));
  } catch (error) {
    throw new FolderError(
      'unusable',
      `${what}: the folder cannot be made (${textOf(error)}); choose one that you can write to`,
    );
  }
  for (;;) {
    const newest = Math.max(0, ...locksIn(folder));
    const holder = newest === 0 ? undefined : readHolder(lockPath(folder, newest));
    if (holder !== undefined && isAlive(holder)) throw inUse(what, folder, newest, holder);
    const own = newest + 1;
    if (!make(folder, own, what)) continue;
    if (Math.max(...locksIn(folder)) > own) {
      rmSync(lockPath(folder, own), { force: true });
      continue;
    }
    for (const older of locksIn(folder)) if (older < own) rmSync(lockPath(folder, older), { force: true });
    return { release: () => rmSync(lockPath(folder, own), { force: true }) };
  }
}

/** With the folders above it. Node's own way (`recursive`) never comes back where a file system refuses as if the parent were missing, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) {
    readdirSync(path);
    return;
  }
  makeFolder(dirname(path));
  mkdirSync(path);
}

function locksIn(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = LOCK.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

/** Makes a lock with its content at once. @returns false when somebody else was first */
function make(folder: string, number: number, what: string): boolean {
  const draft = join(folder, `lock-draft-${process.pid}`);
  const holder: Holder = { pid: process.pid, host: hostname(), began: beginningOf(process.pid) ?? '' };
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkSync(draft, lockPath(folder, number));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw new FolderError('unusable', `${what}: cannot be written to (${textOf(error)}); choose another folder`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function lockPath(folder: string, number: number): string {
  return join(folder, `lock-${number}`);
}

/** Undefined when the lock has just gone, or is none of ours. */
function readHolder(path: string): Holder | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { pid, host, began }: Record<string, unknown> = { ...(typeof content === 'object' ? content : {}) };
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, began: String(began) } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a process on another machine nothing is known, so it counts as alive. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const now = beginningOf(pid);
  return now === undefined || (now !== ENDED && (began === '' || now === began));
}

/** What {@link beginningOf} says of a process that has ended and only waits to be buried. */
const ENDED = 'ended';

/** When a process began; undefined where the system does not say. */
function beginningOf(pid: number): string | undefined {
  try {
    // Behind the name, which may hold anything: the state, and the 20th field from there on the instant.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? ENDED : fields[19];
  } catch {
    return beginningByPs(pid);
  }
}

function beginningByPs(pid: number): string | undefined {
  try {
    const options = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const told = execFileSync('ps', options, { encoding: 'utf8', stdio: 'pipe' }).trim();
    if (told.startsWith('Z')) return ENDED;
    // The state changes while a process lives, its beginning does not.
    return told === '' ? undefined : told.split(/\s+/).slice(1).join(' ');
  } catch {
    return undefined;
  }
}

function inUse(what: string, folder: string, number: number, { pid, host }: Holder): FolderError {
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return new FolderError(
    'unusable',
    `${what}: the folder is in use by ${where}; stop it or choose another folder (if there is no such process, delete ${lockPath(folder, number)})`,
  );
}
