import { Decimal } from 'decimal.js';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker, VendorColumns } from '@evenkeel/domain/prices';
import { parsePriceTable } from './csv-table';

const NUMBERS = ['open', 'high', 'low', 'close', 'volume'] as const;

/** The slow and patient way, which also knows how to complain; `scanColumns` must equal it. */
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

/** Columns of `length` rows, still without sessions, for a reader to fill. */
export function emptyColumns(ticker: Ticker, length: number) {
  const column = (): Float64Array => new Float64Array(length);
  const sessions: SessionDate[] = [];
  const dividends: { session: SessionDate; amount: Decimal }[] = [];
  const splits: { session: SessionDate; ratio: Decimal }[] = [];
  return {
    ticker,
    sessions,
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    dividends,
    splits,
  };
}

/** What {@link emptyColumns} answers. */
export type GrowingColumns = ReturnType<typeof emptyColumns>;

/** Notes what a line's two event cells say, from their text, exactly; 0 is no event. */
export function addEvents(columns: GrowingColumns, session: SessionDate, dividend: string, split: string): void {
  if (Number(dividend) !== 0) columns.dividends.push({ session, amount: new Decimal(dividend) });
  if (Number(split) !== 0) columns.splits.push({ session, ratio: new Decimal(split) });
}
