import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@evenkeel/domain';
import { polled } from '@evenkeel/dynamo/pacing';
import { errorCode } from '../error-code';
import { guardGroup, releaseGroup } from './watchdog';

const TAIL_LINES = 25;
/** What a child that was asked to end may take before it is made to, unless it says otherwise. */
const GRACE_MS = 1500;
/** What its output may take to arrive after its end. */
const LAST_WORDS_MS = 200;

/** A long-running process of the local stack, with everything it starts in turn. */
export interface Child {
  readonly name: string;
  /** How it ended: `exit code 1`, `SIGKILL`, or why it could not be started. Never rejects. */
  readonly ended: Promise<string>;
  /** Whether it still runs. */
  running(): boolean;
  /** Whether `stop` has been called, so that its end is no news. */
  stopping(): boolean;
  /** Its last lines of output, for an error message. */
  tail(): readonly string[];
  /** Calls `listener` with each line it prints from now on. */
  onLine(listener: (line: string) => void): void;
  /** Ends its whole process group, politely at first. */
  stop(): Promise<void>;
}

/** How to start a {@link Child}. */
export interface ChildOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What it may take to end in order, in ms. */
  readonly graceMs?: number | undefined;
}

interface LiveChild extends Child {
  kill(): void;
}

const live = new Set<LiveChild>();
let closing = false;

/** Ends every child that still runs and waits until they are gone; from now on none can be started. */
export async function stopAllChildren(): Promise<void> {
  closing = true;
  await Promise.all([...live].map((child) => child.stop()));
}

/** Ends every child at once, without waiting for anything. */
export function killAllChildren(): void {
  closing = true;
  for (const child of live) child.kill();
}

/**
 * Starts `command` in a process group of its own, so that Ctrl-C in the terminal does not reach it
 * and ending it ends everything below it.
 * @throws AppError `failed` once all children are being ended: whatever goes on then leaves none behind
 */
export function startChild(name: string, command: string, args: readonly string[], options: ChildOptions = {}): Child {
  if (closing) throw new AppError('failed', `${name} is not started: everything is being stopped`);
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid !== undefined) guardGroup(pid);
  const tail: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      for (const listener of listeners) listener(line);
    });
  }
  let over = false;
  let asked = false;
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then(async (how) => {
    over = true;
    live.delete(self);
    if (pid === undefined) return how;
    signalGroup(pid, 'SIGKILL');
    releaseGroup(pid);
    await Promise.race([closed, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    return how;
  });
  const self: LiveChild = {
    name,
    ended,
    running: () => !over,
    stopping: () => asked,
    tail: () => tail,
    onLine: (listener) => listeners.push(listener),
    kill: () => {
      asked = true;
      if (!over && pid !== undefined) signalGroup(pid, 'SIGKILL');
    },
    stop: async () => {
      // Asked once more, a program that is ending in order would end at once.
      if (!asked && !over && pid !== undefined) signalGroup(pid, 'SIGTERM');
      asked = true;
      if (over || pid === undefined) return;
      const impatience = setTimeout(() => signalGroup(pid, 'SIGKILL'), options.graceMs ?? GRACE_MS);
      await ended;
      clearTimeout(impatience);
    },
  };
  live.add(self);
  return self;
}

/**
 * Waits until `isReady` answers true.
 * @throws AppError `failed` with the tail of the child's output when it ends first or the time is over
 */
export async function untilReady(child: Child, isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    if (!child.running()) throw childFailure(child, `ended while starting (${await child.ended})`);
    return (await isReady()) || undefined;
  };
  if ((await polled(look, { everyMs: 50, withinMs: timeoutMs })) === true) return;
  throw childFailure(child, `was not ready after ${Math.round(timeoutMs / 1000)} s`);
}

/** How a child ends that somebody else has ended: what it said before has nothing to do with it. */
const FROM_OUTSIDE = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'];

/** `failed`, in one line: the child and how it ended. */
export function childEnded(child: Child, how: string): AppError {
  const what = `has ended (${how})`;
  return FROM_OUTSIDE.includes(how)
    ? new AppError('failed', `${child.name} ${what}`, { child: child.name })
    : childFailure(child, what);
}

/** `failed`, in one line; what the child last said goes into the cause as {@link ChildOutput}. */
export function childFailure(child: Child, what: string): AppError {
  const lines = [...child.tail()];
  const taken = lines.map((line) => TAKEN.exec(line)?.[1]).find((address) => address !== undefined);
  const why = taken === undefined ? '' : `: ${taken} is in use by another program`;
  const where = lines.length === 0 ? '' : '; its last lines of output are above';
  return new AppError(
    'failed',
    `${child.name} ${what}${why}${where}`,
    { child: child.name },
    { cause: new ChildOutput(child.name, lines) },
  );
}

/** How Node says that an address cannot be listened on. */
const TAKEN = /EADDRINUSE: address already in use (\S+:\d+)/;

/** What a failed child printed last. */
export class ChildOutput extends Error {
  override readonly name = 'ChildOutput';

  constructor(
    child: string,
    readonly lines: readonly string[],
  ) {
    super(`last output of ${child}:\n${lines.join('\n')}`);
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
