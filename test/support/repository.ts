import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of this repository. */
export const HOME = resolve(__dirname, '../..');

/** One file of the repository. */
export interface RepositoryFile {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(HOME, path), 'utf8');
}

/** Our files in `folder` and below whose names match; nothing that a tool has put there. */
export function filesIn(folder: string, name: RegExp): RepositoryFile[] {
  return readdirSync(join(HOME, folder), { withFileTypes: true }).flatMap((entry): RepositoryFile[] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return isForeign(entry.name) ? [] : filesIn(path, name);
    return name.test(entry.name) ? [{ path, text: textOf(path) }] : [];
  });
}

function isForeign(folder: string): boolean {
  return folder === 'node_modules' || folder === 'coverage' || (folder.startsWith('.') && folder !== '.ci');
}
