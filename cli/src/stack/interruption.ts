import { stopAllChildren } from './child';

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
  return new Promise((resolve) => {
    let asked: number | undefined;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        asked ??= Date.now();
        // What is left is ended by the watchdog.
        if (Date.now() - asked > COPIED_WITHIN_MS) process.exit(1);
        resolve(signal);
      });
    }
    if (process.env['npm_lifecycle_event'] !== undefined) whenOrphaned(() => resolve('npm has ended'));
  });
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
