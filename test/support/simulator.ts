import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const COMMAND = join(resolve(__dirname, '../..'), 'test/simulation/run.mjs');

/** Runs the simulator's command in a process of its own, with room for the short-lived objects that it makes. */
export async function runSimulator(...options: readonly string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=32', COMMAND, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  await once(child, 'close');
  return { status: child.exitCode, output };
}
