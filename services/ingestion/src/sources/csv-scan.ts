import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker, VendorColumns } from '@evenkeel/domain/prices';
import { addEvents, emptyColumns, type GrowingColumns } from './csv-columns';
import { columnPositions, type CsvColumn } from './csv-table';

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** A number of at most this many digits is an exact integer in a double. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const DATE_LENGTH = 'YYYY-MM-DD'.length;
/** Answers of a function that otherwise answers a position. */
const NOT_PLAIN = -1;

/**
 * The columns of a price file in one pass over its bytes, or `undefined` when anything is not as plain
 * as in most files: date first, ascending, digits with at most one point. An integer of up to 15 digits
 * divided by a power of ten is correctly rounded, hence what `Number(text)` gives.
 *
 * A command reads its files once, so the scan is mostly over before a compiler has seen much of it:
 * what runs for every byte stands in small functions of their own, which are compiled first.
 *
 * @param file only names the input in errors
 * @throws AppError `bad-input` when the header lacks a column
 */
export function scanColumns(ticker: Ticker, bytes: Buffer, file: string): VendorColumns | undefined {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) return undefined;
  const header = bytes.toString('utf8', 0, end);
  const positions = columnPositions(header, file);
  if (positions.get('date') !== 0) return undefined;
  const width = header.split(',').length;
  const columns = emptyColumns(ticker, mostLines(bytes.length - end, width));
  if (!scanLines(bytes, end + 1, columns, cellsOf(columns, positions, width))) return undefined;
  const { sessions, open, high, low, close, volume } = columns;
  const filled = (column: Float64Array): Float64Array => column.subarray(0, sessions.length);
  return {
    ...columns,
    open: filled(open),
    high: filled(high),
    low: filled(low),
    close: filled(close),
    volume: filled(volume),
  };
}

/** Lines of `width` cells that so many bytes can hold; pages of memory that nothing is written to cost nothing. */
function mostLines(bytes: number, width: number): number {
  return Math.ceil(bytes / (DATE_LENGTH + ',0'.length * (width - 1) + '\n'.length));
}

/** Where each cell of a line goes: `undefined` for the date, and for columns that nobody asked for. */
interface Cells {
  readonly targets: readonly (Float64Array | undefined)[];
  readonly dividends: Float64Array;
  readonly splits: Float64Array;
  readonly positions: ReadonlyMap<CsvColumn, number>;
}

function cellsOf(columns: GrowingColumns, positions: ReadonlyMap<CsvColumn, number>, width: number): Cells {
  const { open, high, low, close, volume } = columns;
  const [dividends, splits] = [new Float64Array(close.length), new Float64Array(close.length)];
  const targets = new Array<Float64Array | undefined>(width).fill(undefined);
  for (const [name, target] of Object.entries({ open, high, low, close, volume, dividends, splits })) {
    targets[positions.get(name as CsvColumn) ?? width] = target;
  }
  return { targets, dividends, splits, positions };
}

/** Fills the columns from the lines that begin at `start`; false when one is not plain. */
function scanLines(bytes: Buffer, start: number, columns: GrowingColumns, cells: Cells): boolean {
  const { dividends, splits } = cells;
  let previous = 0;
  let at = start;
  for (let row = 0; at < bytes.length; row++) {
    const begin = at;
    const day = dayAt(bytes, at);
    const session = day > previous ? (knownSessions.get(day) ?? learnSession(day, bytes, at)) : undefined;
    if (session === undefined) return false;
    previous = day;
    columns.sessions.push(session);
    at = scanCells(bytes, at + DATE_LENGTH, cells.targets, row);
    if (at === NOT_PLAIN) return false;
    if (dividends[row] !== 0 || splits[row] !== 0)
      readEvents(columns, session, bytes.toString('latin1', begin, at), cells);
  }
  return columns.sessions.length > 0;
}

/** Reads the cells after the date, whose end is at `at`, and answers where the next line begins. */
function scanCells(bytes: Buffer, at: number, targets: Cells['targets'], row: number): number {
  const last = targets.length - 1;
  for (let cell = 1; cell <= last; cell++) {
    if (bytes[at] !== COMMA) return NOT_PLAIN;
    const target = targets[cell];
    at = target === undefined ? endOfCell(bytes, at + 1) : scanNumber(bytes, at + 1, target, row);
    if (at === NOT_PLAIN) return NOT_PLAIN;
  }
  if (at < bytes.length && bytes[at] === RETURN) at += 1;
  return at >= bytes.length || bytes[at] === NEWLINE ? at + 1 : NOT_PLAIN;
}

/** Writes the number at `at` into `target[row]` and answers where it ends. */
function scanNumber(bytes: Buffer, at: number, target: Float64Array, row: number): number {
  const end = bytes.length;
  let mantissa = 0;
  let digits = 0;
  let places = 0;
  let point = false;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= ZERO && byte <= ZERO + 9) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
      if (point) places += 1;
    } else if (byte === POINT && !point) point = true;
    else break;
  }
  if (digits === 0 || digits > EXACT_DIGITS) return NOT_PLAIN;
  target[row] = mantissa / (POWERS[places] ?? Number.NaN);
  return at;
}

function endOfCell(bytes: Buffer, at: number): number {
  const end = bytes.length;
  while (at < end && bytes[at] !== COMMA && bytes[at] !== NEWLINE && bytes[at] !== RETURN) at++;
  return at;
}

function readEvents(columns: GrowingColumns, session: SessionDate, line: string, { positions }: Cells): void {
  const cells = line.trimEnd().split(',');
  const text = (column: CsvColumn): string => cells[positions.get(column) ?? -1] ?? '';
  addEvents(columns, session, text('dividends'), text('splits'));
}

/** `YYYY-MM-DD` as the number YYYYMMDD, 0 where it is not written so. */
function dayAt(bytes: Buffer, at: number): number {
  if (at + DATE_LENGTH > bytes.length || bytes[at + 4] !== HYPHEN || bytes[at + 7] !== HYPHEN) return 0;
  let day = 0;
  for (let offset = 0; offset < DATE_LENGTH; offset++) {
    if (offset === 4 || offset === 7) continue;
    const digit = (bytes[at + offset] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return 0;
    day = day * 10 + digit;
  }
  return day;
}

/** Each date's text is made and checked once a process: price files repeat each other's dates. */
const knownSessions = new Map<number, SessionDate>();

function learnSession(day: number, bytes: Buffer, at: number): SessionDate | undefined {
  const text = bytes.toString('latin1', at, at + DATE_LENGTH);
  if (!isSessionDate(text)) return undefined;
  knownSessions.set(day, text);
  return text;
}
