import { join } from 'node:path';
import { AppError, type ErrorCode } from '@evenkeel/domain';
import { projectHome } from '../../project-home';
import { childFailure, type Child, startChild } from '../child';
import type { LocalDatabase } from './local-database';

/** What the process says in its first line: where it listens, or why it does not. */
export type FirstLine =
  { readonly endpoint: string } | { readonly refused: { readonly code: ErrorCode; readonly message: string } };

const START_TIMEOUT_MS = 60_000;
/** It ends within moments, unless the disk that it writes its last lines to is slow. */
const GRACE_MS = 5000;

/**
 * Starts the embedded database in a process of its own, like Amazon's: what the services do to it and what `up` does share no
 * thread, and Ctrl-C, the watchdog and `kill -9` find the same arrangement.
 * @throws AppError `bad-input` or `bad-data` when the folder cannot be used, `failed` when it does not start
 */
export async function startEmbeddedDatabase(persist: string | undefined): Promise<LocalDatabase> {
  const program = join(projectHome(), 'cli/bin/embedded-database.mjs');
  const args = [program, ...(persist === undefined ? [] : [persist])];
  const child = startChild('the embedded database', process.execPath, args, { graceMs: GRACE_MS });
  try {
    const first = await firstLine(child);
    if ('refused' in first) throw new AppError(first.refused.code, first.refused.message);
    return { endpoint: first.endpoint, child, stop: () => child.stop() };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function firstLine(child: Child): Promise<FirstLine> {
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise<FirstLine>((resolve, reject) => {
      child.onLine((line) => {
        const first = parsed(line);
        if (first !== undefined) resolve(first);
      });
      void child.ended.then((how) => reject(childFailure(child, `ended while starting (${how})`)));
      patience = setTimeout(() => reject(childFailure(child, 'did not start in time')), START_TIMEOUT_MS);
    });
  } finally {
    clearTimeout(patience);
  }
}

function parsed(line: string): FirstLine | undefined {
  if (!line.startsWith('{')) return undefined;
  const value: unknown = JSON.parse(line);
  return isFirstLine(value) ? value : undefined;
}

/** It is our own program that says it. */
function isFirstLine(value: unknown): value is FirstLine {
  return typeof value === 'object' && value !== null && ('endpoint' in value || 'refused' in value);
}
