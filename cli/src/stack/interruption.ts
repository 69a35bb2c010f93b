import { killAllChildren, stopAllChildren } from './child';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_EVERY_MS = 500;
/** Ctrl-C reaches npm and us, and npm passes its own on: a signal so soon after the first is its copy. */
const COPIED_WITHIN_MS = 1000;

/** Why a command that stays up has to stop. */
export type Interruption = (typeof SIGNALS)[number] | 'npm has ended';

/**
 * Settles with the first reason to end: a signal, or, under `npm start` and `npx`, that npm is gone (a
 * signal that only npm received ends npm, and nobody tells us). A second signal does not wait for an
 * orderly end. An error that nobody caught ends the children before the process.
 */
export function interruption(): Promise<Interruption> {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`evenkeel: ${error.stack ?? error.message}\n`);
    void stopAllChildren().finally(() => process.exit(1));
  });
  const underNpm = process.env['npm_lifecycle_event'] !== undefined;
  return new Promise((resolve) => {
    const signals: number[] = [];
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        signals.push(Date.now());
        if (isImpatient(signals, underNpm)) {
          // Whatever this misses is ended by the watchdog.
          killAllChildren();
          process.exit(1);
        }
        resolve(signal);
      });
    }
    if (underNpm) whenOrphaned(() => resolve('npm has ended'));
  });
}

/** Whether somebody has asked twice. @param signals when each of them came, in ms */
function isImpatient([first = 0, ...others]: readonly number[], underNpm: boolean): boolean {
  return others.length > (underNpm ? 1 : 0) || others.some((at) => at - first > COPIED_WITHIN_MS);
}

function whenOrphaned(stop: () => void): void {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, LOOK_EVERY_MS);
  look.unref();
}
