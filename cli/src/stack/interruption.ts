import { stopAllChildren } from './child';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Settles with the name of the first signal that asks this process to end. A second one does not wait
 * for an orderly end. An error that nobody caught ends the children before the process.
 */
export function interruption(): Promise<NodeJS.Signals> {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`evenkeel: ${error.stack ?? error.message}\n`);
    void stopAllChildren().finally(() => process.exit(1));
  });
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        // What is left is ended by the watchdog.
        if (asked) process.exit(1);
        asked = true;
        resolve(signal);
      });
    }
  });
}
