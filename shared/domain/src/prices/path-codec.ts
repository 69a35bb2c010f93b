import { dateOfDayNumber, dayNumber } from '../calendar/civil-date';
import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { PricePath } from './price-path';
import type { Ticker } from './ticker';

/*
 * A path as bytes, little-endian, exact to the bit:
 *   uint32 rows, uint32 events,
 *   int32 day number of each row, float64 open of each row, float64 close of each row,
 *   and for each row with a dividend or a split: uint32 row, float64 dividend, float64 split.
 */
const HEAD_BYTES = 8;
const ROW_BYTES = 4 + 8 + 8;
const EVENT_BYTES = 4 + 8 + 8;

/** The bytes of a path; equal paths have equal bytes. 20 bytes a session and 20 an event. */
export function encodePath({ sessions, open, close, dividend, split }: PricePath): Uint8Array {
  const rows = sessions.length;
  const events = [...sessions.keys()].filter((row) => dividend[row] !== 0 || split[row] !== 0);
  const bytes = new Uint8Array(HEAD_BYTES + rows * ROW_BYTES + events.length * EVENT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, rows, true);
  view.setUint32(4, events.length, true);
  let at = HEAD_BYTES;
  for (const session of sessions) {
    view.setInt32(at, dayNumber(session), true);
    at += 4;
  }
  for (const column of [open, close]) {
    for (const value of column) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  for (const row of events) {
    view.setUint32(at, row, true);
    view.setFloat64(at + 4, dividend[row] ?? Number.NaN, true);
    view.setFloat64(at + 12, split[row] ?? Number.NaN, true);
    at += EVENT_BYTES;
  }
  return bytes;
}

/**
 * The path that {@link encodePath} wrote.
 * @throws AppError `bad-data` when the bytes are not those of a path
 */
export function decodePath(ticker: Ticker, bytes: Uint8Array): PricePath {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [rows, events] = bytes.byteLength < HEAD_BYTES ? [0, 0] : [view.getUint32(0, true), view.getUint32(4, true)];
  if (bytes.byteLength !== HEAD_BYTES + rows * ROW_BYTES + events * EVENT_BYTES) {
    throw unreadable(ticker, `${bytes.byteLength} bytes do not hold ${rows} rows and ${events} events`);
  }
  const days = HEAD_BYTES;
  const opens = days + 4 * rows;
  const closes = opens + 8 * rows;
  const sessions = new Array<SessionDate>(rows);
  const open = new Float64Array(rows);
  const close = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    sessions[row] = dateOfDayNumber(view.getInt32(days + 4 * row, true));
    open[row] = view.getFloat64(opens + 8 * row, true);
    close[row] = view.getFloat64(closes + 8 * row, true);
  }
  const path = { ticker, sessions, open, close, dividend: new Float64Array(rows), split: new Float64Array(rows) };
  for (let event = 0, at = closes + 8 * rows; event < events; event += 1, at += EVENT_BYTES) {
    const row = view.getUint32(at, true);
    if (row >= rows) throw unreadable(ticker, `an event stands on row ${row} of ${rows}`);
    path.dividend[row] = view.getFloat64(at + 4, true);
    path.split[row] = view.getFloat64(at + 12, true);
  }
  return path;
}

function unreadable(ticker: Ticker, why: string): AppError {
  return new AppError('bad-data', `stored prices of ${ticker} cannot be read: ${why}; read its bars again`, {
    symbol: ticker,
  });
}
