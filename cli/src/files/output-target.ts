import { constants } from 'node:fs';
import { access, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '@evenkeel/domain';
import { errorCode } from '../error-code';

/** Where a write to a path ends up. */
export type OutputTarget =
  /** Standard output, by whatever name. */
  | { readonly kind: 'standard-output' }
  /** A device, a pipe or another descriptor: written as it is. */
  | { readonly kind: 'direct'; readonly path: string }
  /** A regular file that is there, with its permission bits, or one that is not there yet. Links have been followed. */
  | { readonly kind: 'file'; readonly path: string; readonly mode: number | undefined };

const STANDARD_OUTPUT: readonly string[] = ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];
/** Names of what this process has open, on Linux and macOS. */
const DESCRIPTOR = /^\/(dev\/(fd\/|std)|proc\/(self|\d+)\/fd\/)/;
const MOST_LINKS = 40;
/** Why nothing can be at a path, by the system's error code. */
const UNUSABLE: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of the path is a file and no folder; name a folder that is there',
  ELOOP: 'links that lead in a circle; name the file itself',
};

/**
 * Follows the links of an output path, also to a target that is not there yet.
 * @param what the path with the option that named it, for messages
 * @throws AppError `bad-input` for a missing folder, a folder in place of a file, a name no file can have, a file or
 * folder without write permission (for root too: who took the permission away meant it)
 */
export async function outputTarget(path: string, what: string): Promise<OutputTarget> {
  if (STANDARD_OUTPUT.includes(path)) return { kind: 'standard-output' };
  const found = await stat(path).catch((error: unknown) => absent(error, what));
  if (found?.isDirectory()) throw new AppError('bad-input', `${what}: that is a folder; name a file in it`, { path });
  // What hangs on a descriptor must not be replaced by a rename: somebody else holds it open.
  if (DESCRIPTOR.test(resolve(path)) || (found !== undefined && !found.isFile())) return { kind: 'direct', path };
  const target = await followed(resolve(path), what);
  const writable = found === undefined || ((found.mode & 0o222) !== 0 && (await permits(target)));
  if (!writable)
    throw new AppError('bad-input', `${what}: the file is write-protected; allow writing or name another file`, {
      path,
    });
  const folder = dirname(target);
  if (!(await permits(folder)))
    throw new AppError('bad-input', `${what}: nothing may be written in ${folder}; choose another folder`, { path });
  return { kind: 'file', path: target, mode: found === undefined ? undefined : found.mode & 0o7777 };
}

function absent(error: unknown, what: string): undefined {
  if (errorCode(error) === 'ENOENT') return undefined;
  throw new AppError(
    'bad-input',
    `${what}: ${UNUSABLE[errorCode(error) ?? ''] ?? 'no file can have that name; choose another'}`,
    {},
    { cause: error },
  );
}

/** The path behind all links, as `realpath` has it, but for a last part that need not exist. */
async function followed(path: string, what: string): Promise<string> {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const folder = dirname(at);
    const real = await realpath(folder).catch((error: unknown) => {
      throw new AppError('bad-input', `${what}: there is no folder ${folder}; create it first`, {}, { cause: error });
    });
    at = join(real, basename(at));
    const link = await lstat(at).catch((error: unknown) => absent(error, what));
    if (!link?.isSymbolicLink()) return at;
    at = resolve(real, await readlink(at));
  }
  throw new AppError('bad-input', `${what}: more than ${MOST_LINKS} links; name the file itself`);
}

async function permits(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
