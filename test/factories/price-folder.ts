import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionsBetween, parseSessionDate } from '@evenkeel/domain/calendar';

/** One session of a made-up price file. */
export interface PriceRow {
  readonly date: string;
  readonly close: number;
}

/** Every session of 2019 and 2020. */
export const SESSIONS: readonly string[] = sessionsBetween(
  parseSessionDate('2019-01-02'),
  parseSessionDate('2020-12-31'),
);

/** A path of `sessions` that swings and rises, different for each `phase`; `leverage` -3 makes an ideal inverse fund of it. */
export function pricePath(phase: number, leverage = 1, sessions: readonly string[] = SESSIONS): PriceRow[] {
  let close = 100;
  return sessions.map((date, i) => {
    if (i > 0) close *= 1 + leverage * (0.0005 + 0.012 * Math.sin(i * 0.7 + phase) * Math.cos(i * 0.13 * (phase + 1)));
    return { date, close: Number(close.toFixed(6)) };
  });
}

/** A temporary folder with one `SYMBOL.csv` for each entry. Its owner removes it. */
export function priceFolder(symbols: Readonly<Record<string, readonly PriceRow[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-prices-'));
  for (const [symbol, rows] of Object.entries(symbols)) writePrices(folder, symbol, rows);
  return folder;
}

/** Writes one price file. */
export function writePrices(folder: string, symbol: string, rows: readonly PriceRow[]): void {
  const lines = rows.map(({ date, close }) => `${date},${close},${close},${close},${close},1000,0,0`);
  writeFileSync(
    join(folder, `${symbol}.csv`),
    ['date,open,high,low,close,volume,dividends,splits', ...lines, ''].join('\n'),
  );
}
