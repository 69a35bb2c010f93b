import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Ticker } from '@evenkeel/domain/prices';
import { SYNTHETIC } from './price-source';

/** The column with which a file of made-up prices says so; every CSV file that this project writes of such prices has it. */
const MARK = 'source';

/** Enough for any header; of a file without the column no more is read. */
const HEADER_BYTES = 4096;

/**
 * True where the price file of `ticker` has a column `source` with `synthetic` in any row: one made-up
 * row is enough for every figure that rests on the file. False for a file that is not there.
 */
export function isMarkedSynthetic(folder: string, ticker: Ticker): boolean {
  const file = join(folder, `${ticker}.csv`);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const position = cellsOf(firstLineOf(file)).indexOf(MARK);
  if (position < 0) return false;
  const [, ...lines] = readFileSync(file, 'utf8').split('\n');
  return lines.some((line) => cellsOf(line)[position] === SYNTHETIC);
}

function firstLineOf(file: string): string {
  const head = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const [line = ''] = head.toString('utf8', 0, readSync(descriptor, head)).split('\n');
    return line.replace(/^\uFEFF/, '');
  } finally {
    closeSync(descriptor);
  }
}

function cellsOf(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().toLowerCase());
}
