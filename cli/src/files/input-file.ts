import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@evenkeel/domain';
import { errorCode } from '../error-code';
import { outputTarget } from './output-target';
import type { NamedPaths } from './output';

/** A file that a command reads, and the option that named it. */
export interface InputFile {
  readonly option: string;
  readonly path: string;
}

/** `SYMBOL.csv`, as the csv source has its files. */
const PRICE_FILE = /^[A-Z0-9^][A-Z0-9.\-=^]*\.csv$/;

/**
 * The price files of a `--data` folder, also those of symbols that are not asked for: they are as dear to
 * their owner. None without a folder; that one is missing is for its reader to say.
 */
export async function priceFiles(folder: string | undefined): Promise<readonly InputFile[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder).catch((error: unknown) => absent<string[]>(error, []));
  return names.filter((name) => PRICE_FILE.test(name)).map((name) => ({ option: '--data', path: join(folder, name) }));
}

/**
 * Refuses outputs that are inputs, whatever links lead there.
 * @throws AppError `bad-input` naming both
 */
export async function refuseOverwriting(outputs: NamedPaths, inputs: readonly InputFile[]): Promise<void> {
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const target = await outputTarget(path, `${option} ${path}`);
    if (target.kind !== 'file' || target.mode === undefined) continue;
    for (const input of inputs) {
      const real = await realpath(input.path).catch((error: unknown) => absent(error, undefined));
      if (real !== target.path) continue;
      throw new AppError(
        'bad-input',
        `${option} ${path}: would overwrite an input, ${input.path} of ${input.option}; name another file`,
        { path },
      );
    }
  }
}

/** What is not there, or behind a closed door, cannot be overwritten; its reader will complain. */
function absent<Value>(error: unknown, value: Value): Value {
  if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(errorCode(error) ?? '')) return value;
  throw error;
}
