import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, messageOf } from '@evenkeel/domain';
import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { adjustBars, ADJUSTMENTS, type Adjustment, type Bar, type Ticker } from '@evenkeel/domain/prices';
import type { PriceHistoryReader } from '@evenkeel/dynamo/prices';
import { loadPortfolios } from '../files/portfolio-file';
import { createTerminal } from '../terminal/terminal';
import { openDatabase } from './connection';
import { chosenSymbols } from './ingest';

/** What was typed; everything is text still. */
export interface ExportOptions {
  readonly symbols?: string | undefined;
  /** Names or files; all in `portfolios/` where there are none. */
  readonly portfolio?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly adjust: string;
  readonly out?: string | undefined;
  readonly stage: string;
  readonly profile?: string | undefined;
}

export const HEADER = 'symbol,date,open,high,low,close,volume,dividends,splits';

/**
 * Writes stored bars as CSV, to standard output or to a file a symbol.
 * @throws AppError `bad-input` for an option, `not-found` for a symbol that has no bars
 */
export async function exportBars(options: ExportOptions): Promise<void> {
  const { loaded, refused } = await loadPortfolios(options.portfolio);
  for (const { error } of refused) createTerminal('stderr').warn(error.message);
  const symbols = chosenSymbols(
    options.symbols,
    loaded.map(({ portfolio }) => portfolio),
  );
  const range = rangeOf(options);
  const adjustment = adjustmentOf(options.adjust);
  const database = openDatabase({ stage: options.stage, profile: options.profile });
  try {
    // Whether all are there is known before the first line is written.
    for (const symbol of symbols) await requireBars(database.tables.prices, symbol, options.stage);
    if (options.out === undefined) process.stdout.write(`${HEADER}\n`);
    for (const symbol of symbols) {
      const rows = await adjustedBars(database.tables.prices, symbol, range, adjustment);
      const text = rows.map((bar) => csvLine(symbol, bar)).join('');
      if (options.out === undefined) await writeOut(text);
      else writeFile(options.out, symbol, `${HEADER}\n${text}`);
    }
    if (options.out !== undefined) createTerminal('stderr').say(`${symbols.length} file(s) written to ${options.out}`);
  } finally {
    database.close();
  }
}

/** One line of the export; numbers as exact decimals. */
export function csvLine(symbol: Ticker, bar: Bar): string {
  const numbers = [bar.open, bar.high, bar.low, bar.close, bar.volume, bar.dividend, bar.split];
  return `${symbol},${bar.session},${numbers.map((number) => number.toFixed()).join(',')}\n`;
}

interface SessionRange {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/** Adjusts to the newest stored bar, whatever the range shows, as every other reader does. */
async function adjustedBars(
  prices: PriceHistoryReader,
  symbol: Ticker,
  { from, to }: SessionRange,
  adjustment: Adjustment,
): Promise<Bar[]> {
  const stored = await prices.bars(symbol, { from });
  return adjustBars(stored, adjustment).filter((bar) => to === undefined || bar.session <= to);
}

async function requireBars(prices: PriceHistoryReader, symbol: Ticker, stage: string): Promise<void> {
  if ((await prices.newestSession(symbol)) !== undefined) return;
  throw new AppError(
    'not-found',
    `${symbol}: no bars are stored in stage ${stage}; run evenkeel ingest warm-up --symbols ${symbol}`,
    { symbol },
  );
}

function rangeOf({ from, to }: ExportOptions): SessionRange {
  const range = {
    from: from === undefined ? undefined : parseSessionDate(from, '--from'),
    to: to === undefined ? undefined : parseSessionDate(to, '--to'),
  };
  if (range.from !== undefined && range.to !== undefined && range.from > range.to) {
    throw new AppError(
      'bad-input',
      `--from ${range.from} is after --to ${range.to}: no session lies between them; swap them`,
    );
  }
  return range;
}

function adjustmentOf(text: string): Adjustment {
  const found = ADJUSTMENTS.find((known) => known === text);
  if (found !== undefined) return found;
  throw new AppError('bad-input', `--adjust: "${text}" is none of ${ADJUSTMENTS.join(', ')}`);
}

/** Waits for a slow reader, so that a large export does not pile up in memory. */
async function writeOut(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

function writeFile(folder: string, symbol: Ticker, text: string): void {
  const target = join(folder, `${symbol}.csv`);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new AppError(
      'bad-input',
      `--out ${folder}: ${symbol}.csv cannot be written there (${messageOf(error)}); choose a folder that you can write to`,
    );
  }
}
