import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

/** How far a piece of work has come. */
export interface Progress {
  /** `done` of the total is finished; `detail` says what is at hand, e.g. `SQQQ`. */
  update(done: number, detail?: string): void;
  /** Ends the bar. Safe to call twice. */
  stop(): void;
}

/**
 * A bar on a terminal, and a plain line at the start, each quarter and the end otherwise.
 * @param label what is being done, e.g. `warm-up`
 * @param total units of work, at least 1
 */
export function startProgress(terminal: Terminal, label: string, total: number): Progress {
  return terminal.interactive ? bar(label, total) : plainLines(terminal, label, total);
}

/**
 * Progress that stays silent for work that is done within a second.
 * @param now milliseconds
 */
export function delayedProgress(terminal: Terminal, label: string, total: number, now: () => number): Progress {
  const started = now();
  let shown: Progress | undefined;
  return {
    update(done, detail) {
      if (shown === undefined && (done >= total || now() - started < 1000)) return;
      shown ??= startProgress(terminal, label, total);
      shown.update(done, detail);
    },
    stop: () => shown?.stop(),
  };
}

function bar(label: string, total: number): Progress {
  const single = new SingleBar({
    format: `${label} [{bar}] {value}/{total} {detail}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    // Ctrl-C may end the command at any moment, and the cursor must not stay away.
    hideCursor: false,
    clearOnComplete: false,
    stopOnComplete: false,
  });
  single.start(total, 0, { detail: '' });
  let stopped = false;
  return {
    update: (done, detail = '') => single.update(Math.min(done, total), { detail }),
    stop: () => {
      if (!stopped) single.stop();
      stopped = true;
    },
  };
}

function plainLines(terminal: Terminal, label: string, total: number): Progress {
  let quarter = 0;
  terminal.say(`${label}: 0/${total}`);
  return {
    update: (done, detail) => {
      const reached = Math.floor((done / total) * 4);
      if (reached <= quarter) return;
      quarter = reached;
      terminal.say(`${label}: ${done}/${total}${detail === undefined || detail === '' ? '' : ` ${detail}`}`);
    },
    stop: () => undefined,
  };
}
