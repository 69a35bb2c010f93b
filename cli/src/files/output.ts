import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import { errorCode } from '../error-code';
import type { Terminal } from '../terminal/terminal';
import { outputTarget } from './output-target';

/** One file to be written, or standard output where `path` is `-`. */
export interface Artifact {
  readonly path: string;
  readonly text: string;
}

/** Paths by the option that named them; absent options are `undefined`. */
export type NamedPaths = Readonly<Record<string, string | undefined>>;

/**
 * Refuses output paths that cannot work before any work is done.
 * @throws AppError `bad-input` as {@link outputTarget}, and for two options that write to one place
 */
export async function checkOutputs(outputs: NamedPaths): Promise<void> {
  const taken = new Map<string, string>();
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const target = await outputTarget(path, `${option} ${path}`);
    const key = target.kind === 'standard-output' ? '-' : target.path;
    const other = taken.get(key);
    if (other)
      throw new AppError('bad-input', `${option} ${path}: ${other} writes there too; name another file`, { path });
    taken.set(key, option);
  }
}

/**
 * Writes every file or none: each goes to a temporary file beside its target first, and only when
 * all are complete are they renamed into place. A link is followed, a file that is there keeps its
 * permissions; devices and pipes are written as they are. Each file is named on standard error once
 * it is written. What is meant for standard output comes last. Every text ends with a newline.
 * @throws AppError `failed` naming the file that could not be written
 */
export async function writeArtifacts(artifacts: readonly Artifact[], terminal: Terminal): Promise<void> {
  const outputs = await Promise.all(
    artifacts.map(async ({ path, text }) => ({
      path,
      text: text.endsWith('\n') ? text : `${text}\n`,
      target: await outputTarget(path, path),
    })),
  );
  const files = outputs.flatMap(({ path, text, target }) =>
    target.kind === 'file' ? [{ path, text, target, temporary: temporaryBeside(target.path) }] : [],
  );
  try {
    for (const { path, text, target, temporary } of files)
      await writeNew(temporary, text, target.mode).catch(unwritable(path));
    for (const { path, text, target } of outputs)
      if (target.kind === 'direct') await append(target.path, text).catch(unwritable(path));
    for (const { path, target, temporary } of files) await rename(temporary, target.path).catch(unwritable(path));
  } finally {
    await Promise.all(files.map(({ temporary }) => rm(temporary, { force: true })));
  }
  for (const { path } of files) terminal.note(`wrote ${path}`);
  for (const { text, target } of outputs) if (target.kind === 'standard-output') terminal.data(text);
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.evenkeel-${randomUUID()}.tmp`);
}

async function writeNew(path: string, text: string, mode: number | undefined): Promise<void> {
  await writeFile(path, text, { flag: 'wx' });
  if (mode !== undefined) await chmod(path, mode);
}

/** A descriptor may lead to a file that holds something already. */
async function append(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'a' });
  } catch (error) {
    // A reader that has had enough is no failure.
    if (errorCode(error) !== 'EPIPE') throw error;
  }
}

const unwritable = (path: string) => (error: unknown) => {
  throw new AppError('failed', `${path}: cannot be written (${messageOf(error)})`, { path }, { cause: error });
};
