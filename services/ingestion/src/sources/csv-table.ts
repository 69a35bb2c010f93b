import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';

/** The columns that a price file must have; they are found by name, in any order, and others are left alone. */
export const CSV_COLUMNS = ['date', 'open', 'high', 'low', 'close', 'volume', 'dividends', 'splits'] as const;
/** One of {@link CSV_COLUMNS}. */
export type CsvColumn = (typeof CSV_COLUMNS)[number];
/** A column whose cells are numbers. */
export type CsvNumberColumn = Exclude<CsvColumn, 'date'>;

/** One checked line of a price file: every cell but `date` is the text of a finite number, as it stood there. */
export type CsvLine = Readonly<Record<CsvNumberColumn, string>> & { readonly date: SessionDate };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
const FILE = /^(.+)\.csv$/i;

/**
 * Checks that `folder` can be read as a folder of price files.
 * @throws AppError `bad-input` naming the folder and what to do
 */
export function requireFolder(folder: string): string {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return folder;
  const what = found ? 'is not a folder' : 'does not exist';
  throw new AppError('bad-input', `data folder ${folder} ${what}; name a folder of SYMBOL.csv files with --data DIR`, {
    folder,
  });
}

/**
 * The bytes of one symbol's file and its path.
 * @throws AppError `bad-input` when the folder has no file for `ticker`, naming what it does have
 */
export function readPriceFile(folder: string, ticker: Ticker): { file: string; bytes: Buffer } {
  const file = join(folder, `${ticker}.csv`);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
    try {
      return { file, bytes: readFileSync(file) };
    } catch (error) {
      throw new AppError('bad-input', `${file}: cannot be read: ${messageOf(error)}`, { file }, { cause: error });
    }
  }
  requireFolder(folder);
  const symbols = symbolsIn(folder);
  const offer = symbols.length === 0 ? 'it has no SYMBOL.csv files' : `it has ${symbols.join(', ')}`;
  throw new AppError('bad-input', `${ticker}: no ${ticker}.csv in ${folder}; ${offer}`, { symbol: ticker, folder });
}

/**
 * Reads the text of a price file: a header that names {@link CSV_COLUMNS}, then one line a session, ascending.
 * @param file only names the input in errors
 * @throws AppError `bad-input` naming file, line and column
 */
export function parsePriceTable(text: string, file: string): CsvLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const positions = columnPositions(lines[0] ?? '', file);
  const width = (lines[0] ?? '').split(',').length;
  const table: CsvLine[] = [];
  let previous = '';
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const at = { file, line: index + 1 };
    const cells = line.split(',');
    if (cells.length !== width) {
      throw unusable(at, undefined, `has ${cells.length} cells where the header has ${width}`);
    }
    const date = readDate(cells, positions, at);
    if (date <= previous) {
      throw unusable(
        at,
        'date',
        `${date} ${date === previous ? 'stands twice' : `comes after ${previous}`}; sort the file by date, one line a session`,
      );
    }
    previous = date;
    table.push({ date, ...readNumbers(cells, positions, at) });
  }
  if (table.length === 0)
    throw new AppError('bad-input', `${file}: has a header and no sessions; fill or remove it`, { file });
  return table;
}

/**
 * Where each needed column stands in `header`.
 * @throws AppError `bad-input` naming the first column that is missing or stands twice
 */
export function columnPositions(header: string, file: string): ReadonlyMap<CsvColumn, number> {
  const names = header
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(',')
    .map((name) => name.trim().toLowerCase());
  return new Map(
    CSV_COLUMNS.map((column) => {
      const position = names.indexOf(column);
      if (position < 0) {
        throw new AppError(
          'bad-input',
          `${file}: line 1: column "${column}" is missing; the header must name ${CSV_COLUMNS.join(',')}`,
          { file, line: 1, column },
        );
      }
      if (names.lastIndexOf(column) !== position) {
        throw new AppError('bad-input', `${file}: line 1: column "${column}" stands twice; keep one`, {
          file,
          line: 1,
          column,
        });
      }
      return [column, position];
    }),
  );
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function readDate(cells: readonly string[], positions: ReadonlyMap<CsvColumn, number>, at: Place): SessionDate {
  const cell = cells[positions.get('date') ?? -1] ?? '';
  if (isSessionDate(cell)) return cell;
  throw unusable(at, 'date', `"${cell}" is not a date; write YYYY-MM-DD`);
}

function readNumbers(
  cells: readonly string[],
  positions: ReadonlyMap<CsvColumn, number>,
  at: Place,
): Record<CsvNumberColumn, string> {
  const read = (column: CsvNumberColumn): string => {
    const cell = (cells[positions.get(column) ?? -1] ?? '').trim();
    if (!NUMBER.test(cell)) throw unusable(at, column, `"${cell}" is not a number`);
    if (!Number.isFinite(Number(cell)))
      throw unusable(at, column, `${cell} is larger than any number that can be computed with`);
    return cell;
  };
  const [open, high, low, close, volume, dividends, splits] = [
    read('open'),
    read('high'),
    read('low'),
    read('close'),
    read('volume'),
    read('dividends'),
    read('splits'),
  ];
  for (const [column, cell] of [
    ['dividends', dividends],
    ['splits', splits],
  ] as const) {
    if (cell.startsWith('-') && Number(cell) !== 0)
      throw unusable(at, column, `${cell} is below 0; write 0 where there is none`);
  }
  return { open, high, low, close, volume, dividends, splits };
}

function unusable(at: Place, column: CsvColumn | undefined, what: string): AppError {
  const where = column === undefined ? `line ${at.line}` : `line ${at.line}, column "${column}"`;
  return new AppError('bad-input', `${at.file}: ${where}: ${what}`, { ...at, column });
}

function symbolsIn(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => FILE.exec(name)?.[1] ?? [])
    .sort();
}
