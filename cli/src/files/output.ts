import { randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import { errorCode } from '../error-code';
import type { Terminal } from '../terminal/terminal';
import { landingOf } from './landing';

/** One file to be written, or standard output where `path` is `-`. */
export interface Artifact {
  readonly path: string;
  readonly text: string;
}

/** Narrower pages would break their tables, wider ones are hard to read. */
const PAGE_WIDTH = { least: 60, most: 160 };

/** Columns a page may take on this terminal. */
export function pageWidth(terminal: Terminal): number {
  return Math.min(PAGE_WIDTH.most, Math.max(PAGE_WIDTH.least, terminal.width));
}

/** Paths by the option that named them; absent options are `undefined`. */
export type NamedPaths = Readonly<Record<string, string | undefined>>;

/** @throws AppError `bad-input` when a page was asked for */
export function refuseHtml(html: string | undefined): void {
  if (html === undefined) return;
  throw new AppError(
    'bad-input',
    `--html ${html}: the page comes with the dashboard and is not there yet; use --json FILE or --csv FILE`,
  );
}

/**
 * Refuses output paths that cannot work before any work is done.
 * @throws AppError `bad-input` as {@link landingOf}, and for two options that write to one place
 */
export async function checkTargets(targets: NamedPaths): Promise<void> {
  const taken = new Map<string, string>();
  for (const [option, path] of Object.entries(targets)) {
    if (path === undefined) continue;
    const landing = await landingOf(path, `${option} ${path}`);
    const key = landing.kind === 'standard-output' ? '-' : landing.path;
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
export async function deliver(artifacts: readonly Artifact[], terminal: Terminal): Promise<void> {
  const outputs = await Promise.all(
    artifacts.map(async ({ path, text }) => ({
      path,
      text: text.endsWith('\n') ? text : `${text}\n`,
      landing: await landingOf(path, path),
    })),
  );
  const staged = outputs.flatMap(({ path, text, landing }) =>
    landing.kind === 'file'
      ? [
          {
            path,
            text,
            mode: landing.mode,
            target: landing.path,
            temporary: join(dirname(landing.path), `.evenkeel-${randomUUID()}.tmp`),
          },
        ]
      : [],
  );
  try {
    for (const file of staged) await stage(file).catch(unwritable(file.path));
    for (const { path, text, landing } of outputs)
      if (landing.kind === 'direct') await pour(landing.path, text).catch(unwritable(path));
    for (const { temporary, target, path } of staged) await rename(temporary, target).catch(unwritable(path));
  } finally {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
  }
  for (const { path } of staged) terminal.note(`wrote ${path}`);
  for (const { text, landing } of outputs) if (landing.kind === 'standard-output') terminal.data(text);
}

async function stage({
  temporary,
  text,
  mode,
}: {
  readonly temporary: string;
  readonly text: string;
  readonly mode: number | undefined;
}): Promise<void> {
  await writeFile(temporary, text, { flag: 'wx' });
  if (mode !== undefined) await chmod(temporary, mode);
}

/** Appends, because a descriptor may lead to a file that holds something already. */
async function pour(path: string, text: string): Promise<void> {
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
