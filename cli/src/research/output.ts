import { randomUUID } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import type { Terminal } from '../terminal/terminal';

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

/**
 * Refuses output paths that cannot work before any work is done.
 * @throws AppError `bad-input` for a missing folder, a folder in place of a file, one path named twice
 */
export async function checkTargets(targets: Readonly<Record<string, string | undefined>>): Promise<void> {
  const taken = new Map<string, string>();
  for (const [option, path] of Object.entries(targets)) {
    if (path === undefined) continue;
    const key = path === '-' ? path : resolve(path);
    const other = taken.get(key);
    if (other) throw new AppError('bad-input', `${option} ${path}: ${other} writes there too; name another file`, { path });
    taken.set(key, option);
    if (path !== '-') await checkTarget(option, path);
  }
}

/**
 * Writes every file or none: each goes to a temporary file beside its target first, and only when
 * all are complete are they renamed into place. Devices and pipes are written as they are. What is
 * meant for standard output comes last.
 * @throws AppError `failed` naming the file that could not be written
 */
export async function deliver(artifacts: readonly Artifact[], terminal: Terminal): Promise<void> {
  const files = await Promise.all(artifacts.filter(({ path }) => path !== '-').map(addressed));
  const staged = files.filter((file) => file.kind !== 'device');
  try {
    for (const { temporary, path, text } of staged) await writeFile(temporary, text, { flag: 'wx' }).catch(unwritable(path));
    for (const { kind, target, path, text } of files) if (kind === 'device') await writeFile(target, text).catch(unwritable(path));
    for (const { temporary, target, path } of staged) await rename(temporary, target).catch(unwritable(path));
  } finally {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
  }
  for (const { path, text } of artifacts) if (path === '-') terminal.data(text.endsWith('\n') ? text : `${text}\n`);
}

/** A link is followed: renaming onto it would replace the link. */
async function addressed({ path, text }: Artifact) {
  const kind = await kindOf(resolve(path));
  const target = kind === 'nothing' ? resolve(path) : await realpath(path);
  return { path, text, kind, target, temporary: join(dirname(target), `.evenkeel-${randomUUID()}.tmp`) };
}

async function checkTarget(option: string, path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const [parent, target] = await Promise.all([kindOf(folder), kindOf(resolve(path))]);
  if (parent !== 'folder') {
    throw new AppError('bad-input', `${option} ${path}: there is no folder ${folder}; create it first`, { path });
  }
  if (target === 'unusable') {
    throw new AppError('bad-input', `${option} ${path}: no file can have that name; choose another`, { path });
  }
  if (target === 'folder') {
    throw new AppError('bad-input', `${option} ${path}: that is a folder; name a file in it`, { path });
  }
}

type Kind = 'folder' | 'file' | 'device' | 'nothing' | 'unusable';

async function kindOf(path: string): Promise<Kind> {
  return stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'device'),
    (error: unknown) => (isMissing(error) ? 'nothing' : 'unusable'),
  );
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

const unwritable = (path: string) => (error: unknown) => {
  throw new AppError('failed', `${path}: cannot be written (${messageOf(error)})`, { path }, { cause: error });
};
