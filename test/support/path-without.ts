import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Makes `folder` a PATH with every program of this machine but those named. */
export function pathWithout(folder: string, programs: readonly string[]): string {
  mkdirSync(folder);
  const found = new Map<string, string>();
  for (const from of (process.env.PATH ?? '').split(delimiter).filter((each) => existsSync(each))) {
    for (const name of readdirSync(from)) if (!found.has(name)) found.set(name, join(from, name));
  }
  for (const [name, path] of found) if (!programs.includes(name)) symlinkSync(path, join(folder, name));
  return folder;
}
