import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';

/** A line as it is kept: the checksum of its text, and the text, which has no line break. */
function lineOf(text: string): string {
  return `${checksum(text)} ${text}\n`;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Lines that were read, and what of the file is good. */
export interface ReadLines {
  readonly lines: readonly string[];
  /** Bytes of the good lines; behind them is at most what a write left half done. */
  readonly goodBytes: number;
  /** Whether something is behind the good lines. */
  readonly isTorn: boolean;
  /** Number of the first line that is damaged though good ones follow; the file cannot be trusted then. */
  readonly damagedLine?: number;
}

/** Reads a file of lines; what comes behind the last good line was never acknowledged. */
export function readLines(path: string): ReadLines {
  const content = readFileSync(path);
  const lines: string[] = [];
  let goodBytes = 0;
  let damagedLine: number | undefined;
  for (let start = 0, number = 1; start < content.length; number += 1) {
    const end = content.indexOf(NEWLINE, start);
    const text = end === -1 ? undefined : goodText(content.toString('utf8', start, end));
    if (text === undefined) {
      damagedLine ??= number;
      if (end === -1) break;
    } else if (damagedLine !== undefined) {
      return { lines, goodBytes, isTorn: true, damagedLine };
    } else {
      lines.push(text);
      goodBytes = end + 1;
    }
    start = end + 1;
  }
  return { lines, goodBytes, isTorn: goodBytes < content.length };
}

function goodText(line: string): string | undefined {
  const text = line.slice(9);
  return line.charAt(8) === ' ' && line.startsWith(checksum(text)) ? text : undefined;
}

/** A file of lines that grows. Each line is with the operating system when {@link append} returns. */
export class LineFile {
  private readonly file: number;
  private length: number;
  private failure: Error | undefined;

  /** @param goodBytes where to go on; what is behind is cut off */
  constructor(
    readonly path: string,
    goodBytes = 0,
  ) {
    this.file = openSync(path, 'a+');
    if (fstatSync(this.file).size > goodBytes) ftruncateSync(this.file, goodBytes);
    this.length = goodBytes;
  }

  get bytes(): number {
    return this.length;
  }

  /** @throws Error when the line cannot be written; the file is as before then, or is written to no more */
  append(text: string): void {
    if (this.failure !== undefined) throw this.failure;
    const bytes = Buffer.from(lineOf(text));
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written);
      this.length += bytes.length;
    } catch (error) {
      this.undo();
      throw error;
    }
  }

  /** Has what was written put on the disk, in the background. A disk that fails to is trusted no more. */
  sync(): void {
    fdatasync(this.file, (error) => {
      if (error !== null && error.code !== 'EBADF') this.failure ??= error;
    });
  }

  /** Puts everything on the disk and ends. */
  close(): void {
    fdatasyncSync(this.file);
    closeSync(this.file);
  }

  /** Takes back half a line. */
  private undo(): void {
    try {
      ftruncateSync(this.file, this.length);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** Has the disk remember which files a folder holds. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const NEWLINE = 0x0a;
