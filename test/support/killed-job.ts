import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Ticker } from '@evenkeel/domain/prices';
import { bundledProcess } from './bundled-process';
import type { Scenario } from './fault-scenarios';

let bundle = '';

/** Bundles the process that {@link runAndKill} starts. */
export async function bundleJobProcess(): Promise<void> {
  bundle = await bundledProcess('test/support/job-process.ts');
}

/** What became of a job that was to be killed. */
export interface KilledJob {
  /** False when it was faster than the kill. */
  readonly killed: boolean;
  /** From its first request to its end, in ms. */
  readonly lived: number;
}

/** Runs a job in a process of its own and, `after` ms from its beginning, ends it with SIGKILL. */
export async function runAndKill(
  endpoint: string,
  stage: string,
  scenario: Scenario,
  tickers: readonly Ticker[],
  after: number,
): Promise<KilledJob> {
  const job = spawn(process.execPath, [bundle, endpoint, stage, scenario, tickers.join(',')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const ended = once(job, 'exit');
  await Promise.race([once(job.stdout, 'data'), ended]);
  const begun = performance.now();
  const timer = setTimeout(() => job.kill('SIGKILL'), after);
  await ended;
  clearTimeout(timer);
  if (job.exitCode !== null && job.exitCode !== 0) throw new Error(`the job's process ended with ${job.exitCode}`);
  return { killed: job.signalCode === 'SIGKILL', lived: performance.now() - begun };
}
