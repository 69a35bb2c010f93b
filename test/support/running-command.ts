import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runsOnAmazons } from './database-choice';

const HOME = resolve(__dirname, '../..');
const LAUNCHER = join(HOME, 'cli/bin/evenkeel.mjs');
/** Every process that a command starts inherits this variable, and is found by it. */
const MARK = 'EVENKEEL_TEST_MARK';

/** How a command ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that was started and may still run. */
export interface RunningCommand {
  readonly ended: Promise<Ending>;
  /** Everything it has printed so far, both streams. */
  output(): string;
  /** Waits for a line that matches, and answers it; rejects with the output when the command ends first. */
  line(pattern: RegExp): Promise<string>;
  /** Sends a signal as a terminal does: to the whole foreground process group. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Sends a signal to the command alone. */
  signal(signal: NodeJS.Signals): void;
  /** Process ids of everything it started that is still alive, itself included. */
  survivors(): number[];
  /** Waits until there are no {@link survivors}, and answers those there are after `ms`. */
  survivorsAfter(ms: number): Promise<number[]>;
}

/** Where and how to start a command. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Starts through `npm start --` instead of the launcher. */
  readonly npm?: boolean;
}

/** Starts `evenkeel ...args`, without a terminal and without anybody's AWS settings. */
export function startCommand(
  args: readonly string[],
  { env = {}, cwd = HOME, npm = false }: CommandOptions = {},
): RunningCommand {
  const mark = randomUUID();
  const given = [...args, ...databaseArgs(npm ? ['up', ...args] : args)];
  const [command, ...rest] = npm
    ? ['npm', 'start', '--silent', '--', ...given]
    : [process.execPath, LAUNCHER, ...given];
  const inherited = Object.entries(process.env).filter(([key]) => !/^(AWS_|EVENKEEL_|JEST_|NODE_ENV)/.test(key));
  const child = spawn(command, rest, {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(inherited), [MARK]: mark, ...env },
  });
  const pid = child.pid ?? 0;
  const streams = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (streams.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (streams.stderr += chunk.toString()));
  let over = false;
  const ended = new Promise<Ending>((settle, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      over = true;
      settle({ code, signal, ...streams });
    });
  });
  const output = (): string => streams.stdout + streams.stderr;
  const survivors = (): number[] => marked(mark);
  return {
    ended,
    output,
    line: async (pattern) => {
      for (;;) {
        const found = output()
          .split('\n')
          .slice(0, -1)
          .find((line) => pattern.test(line));
        if (found !== undefined) return found;
        if (over) throw new Error(`ended without a line that matches ${String(pattern)}:\n${output()}`);
        await sleep(50);
      }
    },
    signalGroup: (signal) => void process.kill(-pid, signal),
    signal: (signal) => void process.kill(pid, signal),
    survivors,
    survivorsAfter: async (ms) => {
      const deadline = Date.now() + ms;
      while (survivors().length > 0 && Date.now() < deadline) await sleep(50);
      return survivors();
    },
  };
}

/** In a run on the embedded database `up` is to use it, too, whatever this machine has. */
function databaseArgs([command, ...options]: readonly string[]): string[] {
  const undecided = command === 'up' && !options.includes('--database');
  return undecided && !runsOnAmazons() ? ['--database', 'embedded'] : [];
}

/** Runs a command to its end. */
export function runCommand(args: readonly string[], options: CommandOptions = {}): Promise<Ending> {
  return startCommand(args, options).ended;
}

/** Processes whose environment carries the mark; a zombie has none and is no process any more. */
function marked(mark: string): number[] {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => environmentOf(pid).includes(`${MARK}=${mark}`))
    .map(Number);
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has ended, or is somebody else's.
    return '';
  }
}
