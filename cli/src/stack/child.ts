import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { AppError } from '@evenkeel/domain';
import { polled } from '@evenkeel/dynamo/pacing';
import { errorCode } from '../error-code';
import { guardGroup, releaseGroup } from './watchdog';

const TAIL_LINES = 25;
const GRACE_MS = 2000;

/** A long-running process of the local stack, with everything it starts in turn. */
export interface Child {
  readonly name: string;
  /** How it ended: `exit code 1`, `SIGKILL`, or why it could not be started. Never rejects. */
  readonly ended: Promise<string>;
  /** Whether it still runs. */
  running(): boolean;
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
}

const live = new Set<Child>();

/** Ends every child that still runs and waits until they are gone. */
export async function stopAllChildren(): Promise<void> {
  await Promise.all([...live].map((child) => child.stop()));
}

/**
 * Starts `command` in a process group of its own, so that Ctrl-C in the terminal does not reach it
 * and ending it ends everything below it.
 */
export function startChild(name: string, command: string, args: readonly string[], options: ChildOptions = {}): Child {
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
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then((how) => {
    over = true;
    live.delete(self);
    if (pid !== undefined) {
      signalGroup(pid, 'SIGKILL');
      releaseGroup(pid);
    }
    return how;
  });
  const self: Child = {
    name,
    ended,
    running: () => !over,
    tail: () => tail,
    onLine: (listener) => listeners.push(listener),
    stop: async () => {
      if (over || pid === undefined) return;
      signalGroup(pid, 'SIGTERM');
      const impatience = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
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

/** `failed`, in one line; what the child last said goes into the cause, and `childOutput` finds it there. */
export function childFailure(child: Child, what: string): AppError {
  return new AppError(
    'failed',
    `${child.name} ${what}; its last lines of output are above`,
    { child: child.name },
    {
      cause: new ChildOutput(child.name, [...child.tail()]),
    },
  );
}

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
