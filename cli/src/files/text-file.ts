import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { AppError, messageOf } from '@evenkeel/domain';
import { errorCode } from '../error-code';

/** Why a file cannot be read, by the system's error code. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'that is a folder and no file',
  EACCES: 'this user may not read it',
};

/**
 * The text of a file in UTF-8, without its byte order mark.
 * @param option what named the file, for messages
 * @param remedy what to do when there is nothing to read
 * @throws AppError `bad-input` for a file that cannot be read, or is no text
 */
export async function readText(
  path: string,
  option: string,
  remedy = 'name a file that you can read',
): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const reason = REASONS[errorCode(error) ?? ''] ?? `cannot be read (${messageOf(error)})`;
    throw new AppError('bad-input', `${option} ${path}: ${reason}; ${remedy}`, { path }, { cause: error });
  });
  return textOf(bytes, path);
}

/**
 * All of standard input as text in UTF-8.
 * @throws AppError `bad-input` for what is no text
 */
export async function readStandardInput(): Promise<string> {
  return textOf(await buffer(process.stdin), 'standard input');
}

/** A zero byte is valid UTF-8, but what has one is UTF-16 or no text at all. */
function textOf(bytes: Buffer, origin: string): string {
  if (bytes.includes(0)) throw notText(origin);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw notText(origin, error);
  }
}

function notText(origin: string, cause?: unknown): AppError {
  return new AppError('bad-input', `${origin}: is not text in UTF-8; save it in that encoding`, {}, { cause });
}
