import type { JobProgress } from '@evenkeel/ingestion/jobs';
import { count, readable } from '@evenkeel/report';
import { startProgress } from '../terminal/progress';
import type { Terminal } from '../terminal/terminal';

/** Shows how far a job has come; pass `onProgress` to the job and call `stop` at its end. */
export interface JobProgressDisplay {
  onProgress(progress: JobProgress): void;
  stop(): void;
}

/**
 * A bar over the symbols of a job, with the bars being written of the symbol at hand.
 * @param label e.g. `warm-up`
 */
export function showJobProgress(terminal: Terminal, label: string, symbols: number): JobProgressDisplay {
  const bar = startProgress(terminal, label, symbols);
  return {
    onProgress: (progress) => bar.update(progress.finished, detailOf(progress)),
    stop: () => bar.stop(),
  };
}

function detailOf({ symbol, step, written, toWrite, error }: JobProgress): string {
  if (step === 'failed') return readable(`${symbol} failed: ${error ?? 'no reason given'}`);
  if (step !== 'storing' || written === undefined || toWrite === undefined) return `${symbol} ${step}`;
  return `${symbol} ${count(written)}/${count(toWrite)} sessions`;
}
