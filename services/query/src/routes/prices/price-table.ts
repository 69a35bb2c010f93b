import type { Decimal } from 'decimal.js';
import type { Bar, Ticker } from '@evenkeel/domain/prices';
import type { Exact } from '../../http/exact-json';
import { COLUMNS, type Column } from './price-query';
import type { PriceRow } from './read-prices';

/** A table of prices: a date, perhaps a symbol, then numbers; `null` where a symbol has no bar. */
export interface PriceTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | Decimal | null)[])[];
}

/** One row a bar: `symbol,date,open,...`, the columns of an export. */
export function longTable(rows: readonly PriceRow[]): PriceTable {
  return {
    header: ['symbol', 'date', ...COLUMNS],
    rows: rows.map(({ symbol, bar }) => [symbol, bar.session, ...COLUMNS.map((column) => valueOf(bar, column))]),
  };
}

/** One row a session and one column a symbol. */
export function wideTable(rows: readonly PriceRow[], symbols: readonly Ticker[], column: Column): PriceTable {
  const sessions = new Map<string, Map<Ticker, Decimal>>();
  for (const { symbol, bar } of rows) {
    const values = sessions.get(bar.session) ?? new Map<Ticker, Decimal>();
    values.set(symbol, valueOf(bar, column));
    sessions.set(bar.session, values);
  }
  return {
    header: ['date', ...symbols],
    rows: [...sessions].map(([session, values]) => [session, ...symbols.map((symbol) => values.get(symbol) ?? null)]),
  };
}

/** The rows as objects, for JSON. */
export function tableObjects({ header, rows }: PriceTable): Exact[] {
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? null])));
}

/** The table as CSV with a header line. Symbols and numbers need no quotes. */
export function tableCsv({ header, rows }: PriceTable): string {
  const text = (cell: string | Decimal | null) =>
    cell === null ? '' : typeof cell === 'string' ? cell : cell.toFixed();
  return [header.join(), ...rows.map((row) => row.map(text).join())].map((line) => `${line}\n`).join('');
}

function valueOf(bar: Bar, column: Column): Decimal {
  if (column === 'dividends') return bar.dividend;
  return column === 'splits' ? bar.split : bar[column];
}
