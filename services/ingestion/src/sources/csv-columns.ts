import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { AppError } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { PRICE_FIELDS, seriesFromColumns, type Series, type Ticker, type VendorColumns } from '@evenkeel/domain/prices';
import { columnPositions, parsePriceTable, readPriceFile, type CsvColumn } from './csv-table';

/**
 * One symbol's price file as traded columns, for commands that compute and store nothing: the same
 * bits as the way through decimals, and several times faster. No quality gate stands behind this
 * door, so a price that can be none is refused here.
 * @throws AppError `bad-input` naming folder or file, line and column; `bad-data` naming file, session and column
 */
export function readCsvSeries(folder: string, ticker: Ticker): Series {
  const columns = readCsvColumns(folder, ticker);
  requirePrices(columns, folder);
  return seriesFromColumns(columns);
}

/**
 * One symbol's price file as columns of doubles, split-adjusted as it stands there.
 * @throws AppError `bad-input` naming folder or file, line and column
 */
export function readCsvColumns(folder: string, ticker: Ticker): VendorColumns {
  const { file, bytes } = readPriceFile(folder, ticker);
  return scanColumns(ticker, bytes, file) ?? parseColumns(ticker, bytes, file);
}

function requirePrices(columns: VendorColumns, folder: string): void {
  for (const column of PRICE_FIELDS) {
    const row = columns[column].findIndex((price) => !(price > 0));
    if (row < 0) continue;
    const [session, price] = [columns.sessions[row], columns[column][row]];
    const file = join(folder, `${columns.ticker}.csv`);
    throw new AppError('bad-data', `${file}: ${session ?? ''}: ${column} is ${price ?? ''}; correct the row or remove it`, { file, session, column });
  }
}

/** The slow and patient way, which also knows how to complain; {@link scanColumns} must equal it. */
export function parseColumns(ticker: Ticker, bytes: Buffer, file: string): VendorColumns {
  const table = parsePriceTable(bytes.toString('utf8'), file);
  const columns = emptyColumns(ticker, table.length);
  table.forEach((line, row) => {
    columns.sessions.push(line.date);
    for (const name of NUMBERS) columns[name][row] = Number(line[name]);
    addEvents(columns, line.date, line.dividends, line.splits);
  });
  return columns;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** A number of at most this many digits is an exact integer in a double. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const DATE_LENGTH = 'YYYY-MM-DD'.length;
const NUMBERS = ['open', 'high', 'low', 'close', 'volume'] as const;

/**
 * The columns in one pass over the bytes, or `undefined` when anything is not as plain as in most
 * files: date first, ascending, digits with at most one point. An integer of up to 15 digits
 * divided by a power of ten is correctly rounded, hence what `Number(text)` gives.
 */
export function scanColumns(ticker: Ticker, bytes: Buffer, file: string): VendorColumns | undefined {
  const end = bytes.indexOf(NEWLINE);
  if (end < 0) return undefined;
  const header = bytes.toString('utf8', 0, end);
  const positions = columnPositions(header, file);
  if (positions.get('date') !== 0) return undefined;
  const names = header.split(',').map((_, at) => [...positions].find(([, position]) => position === at)?.[0]);
  return scanLines(emptyColumns(ticker, countLines(bytes, end + 1)), names, bytes, end + 1);
}

type GrowingColumns = ReturnType<typeof emptyColumns>;

function scanLines(columns: GrowingColumns, names: readonly (CsvColumn | undefined)[], bytes: Buffer, start: number): VendorColumns | undefined {
  const targets = names.map((name) => NUMBERS.flatMap((number) => (number === name ? [columns[number]] : []))[0]);
  const [dividendsAt, splitsAt] = [names.indexOf('dividends'), names.indexOf('splits')];
  const cellStarts = new Array<number>(names.length + 1).fill(0);
  let previous = 0;
  let at = start;
  for (let row = 0; at < bytes.length; row += 1) {
    const day = dayAt(bytes, at);
    if (!(day > previous) || bytes[at + DATE_LENGTH] !== COMMA) return undefined;
    const session = knownSessions.get(day) ?? learnSession(day, bytes.toString('latin1', at, at + DATE_LENGTH));
    if (session === undefined) return undefined;
    previous = day;
    columns.sessions.push(session);
    at += DATE_LENGTH + 1;
    let events = false;
    for (let cell = 1; cell < names.length; cell += 1) {
      cellStarts[cell] = at;
      let mantissa = 0;
      let digits = 0;
      let point = -1;
      let byte = bytes[at];
      for (; byte !== undefined; byte = bytes[++at]) {
        if (byte >= ZERO && byte <= ZERO + 9) {
          mantissa = mantissa * 10 + (byte - ZERO);
          digits += 1;
        } else if (byte === POINT && point < 0) point = digits;
        else break;
      }
      const last = cell === names.length - 1;
      if (last && byte === RETURN) byte = bytes[++at];
      if (last ? byte !== NEWLINE && byte !== undefined : byte !== COMMA) return undefined;
      at += 1;
      if (names[cell] === undefined) continue;
      if (digits === 0 || digits > EXACT_DIGITS) return undefined;
      const target = targets[cell];
      if (target) target[row] = point < 0 ? mantissa : mantissa / (POWERS[digits - point] ?? 1);
      else if (mantissa !== 0) events = true;
    }
    cellStarts[names.length] = at;
    if (events) addEvents(columns, session, textOf(bytes, cellStarts, dividendsAt), textOf(bytes, cellStarts, splitsAt));
  }
  return columns.sessions.length === columns.close.length && columns.close.length > 0 ? columns : undefined;
}

function textOf(bytes: Buffer, cellStarts: readonly number[], cell: number): string {
  return bytes.toString('latin1', cellStarts[cell], (cellStarts[cell + 1] ?? 0) - 1).trimEnd();
}

function countLines(bytes: Buffer, start: number): number {
  let lines = 0;
  for (let at = start; at < bytes.length; lines += 1) {
    const end = bytes.indexOf(NEWLINE, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

function emptyColumns(ticker: Ticker, length: number) {
  const column = (): Float64Array => new Float64Array(length);
  const sessions: SessionDate[] = [];
  const dividends: { session: SessionDate; amount: Decimal }[] = [];
  const splits: { session: SessionDate; ratio: Decimal }[] = [];
  return { ticker, sessions, open: column(), high: column(), low: column(), close: column(), volume: column(), dividends, splits };
}

function addEvents(columns: GrowingColumns, session: SessionDate, dividend: string, split: string): void {
  if (Number(dividend) !== 0) columns.dividends.push({ session, amount: new Decimal(dividend) });
  if (Number(split) !== 0) columns.splits.push({ session, ratio: new Decimal(split) });
}

/** `YYYY-MM-DD` as the number YYYYMMDD, NaN where it is not written so. */
function dayAt(bytes: Buffer, at: number): number {
  if (bytes[at + 4] !== HYPHEN || bytes[at + 7] !== HYPHEN) return Number.NaN;
  let day = 0;
  for (let offset = 0; offset < DATE_LENGTH; offset += 1) {
    if (offset === 4 || offset === 7) continue;
    const digit = (bytes[at + offset] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    day = day * 10 + digit;
  }
  return day;
}

/** Each date's text is made and checked once a process: price files repeat each other's dates. */
const knownSessions = new Map<number, SessionDate>();

function learnSession(day: number, text: string): SessionDate | undefined {
  if (!isSessionDate(text)) return undefined;
  knownSessions.set(day, text);
  return text;
}
