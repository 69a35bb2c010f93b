import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { projectHome } from '../project-home';

let watchdog: ChildProcess | undefined;

/**
 * Has the process group `pid` ended when this process ends, even by `kill -9`: a separate process
 * holds the other end of a pipe, and the kernel closes pipes of the dead.
 */
export function guardGroup(pid: number): void {
  tell(`add ${pid}`);
}

/** The group has ended by itself; its number may now belong to somebody else. */
export function releaseGroup(pid: number): void {
  tell(`drop ${pid}`);
}

/** Has the container removed by `command` (`docker`) when this process ends. */
export function guardContainer(command: string, name: string): void {
  tell(`container ${command} ${name}`);
}

/** Sends the watchdog away once there is nothing left to watch, and waits until it has gone. */
export async function dismissWatchdog(): Promise<void> {
  const dismissed = watchdog;
  watchdog = undefined;
  if (dismissed === undefined || dismissed.exitCode !== null) return;
  const gone = once(dismissed, 'exit');
  dismissed.ref();
  dismissed.stdin?.end();
  await gone;
}

function tell(line: string): void {
  watchdog ??= start();
  watchdog.stdin?.write(`${line}\n`);
}

function start(): ChildProcess {
  const child = spawn(process.execPath, [join(projectHome(), 'cli/bin/watchdog.mjs')], {
    // A session of its own: Ctrl-C in the terminal does not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  const pipe = child.stdin;
  // Should the watchdog itself be killed, the children still end with an orderly exit.
  pipe.on('error', () => undefined);
  if (pipe instanceof Socket) pipe.unref();
  return child;
}
