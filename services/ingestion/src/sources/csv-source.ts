import { Decimal } from 'decimal.js';
import type { Ticker, VendorHistory } from '@evenkeel/domain/prices';
import { isMarkedSynthetic } from './csv-mark';
import { parsePriceTable, readPriceFile, requireFolder, type CsvLine } from './csv-table';
import { historyFrom } from './history-from';
import type { FetchOptions, PriceSource } from './price-source';

/**
 * Prices from a folder of `SYMBOL.csv` files: header `date,open,high,low,close,volume,dividends,splits`
 * (any order, further columns such as `adj_close` left alone), split-adjusted like Yahoo's. A file says with
 * a column `source` that its prices are synthetic.
 * @throws AppError `bad-input` at once when `folder` is no folder
 */
export function csvSource(folder: string): PriceSource {
  requireFolder(folder);
  return {
    name: 'csv',
    isSynthetic: (ticker) => isMarkedSynthetic(folder, ticker),
    fetch: (ticker: Ticker, options: FetchOptions = {}) =>
      new Promise((answer) => {
        const { file, bytes } = readPriceFile(folder, ticker);
        answer(historyFrom(parseCsvHistory(ticker, bytes.toString('utf8'), file), options.from));
      }),
  };
}

/**
 * The history that the text of a price file holds, each number straight from its text.
 * @param file only names the input in errors
 * @throws AppError `bad-input` naming file, line and column
 */
export function parseCsvHistory(ticker: Ticker, text: string, file: string): VendorHistory {
  const table = parsePriceTable(text, file);
  return {
    ticker,
    rows: table.map((line) => ({
      session: line.date,
      open: new Decimal(line.open),
      high: new Decimal(line.high),
      low: new Decimal(line.low),
      close: new Decimal(line.close),
      volume: new Decimal(line.volume),
    })),
    dividends: events(table, 'dividends').map(({ session, value }) => ({ session, amount: value })),
    splits: events(table, 'splits').map(({ session, value }) => ({ session, ratio: value })),
  };
}

function events(table: readonly CsvLine[], column: 'dividends' | 'splits') {
  return table
    .filter((line) => Number(line[column]) !== 0)
    .map((line) => ({ session: line.date, value: new Decimal(line[column]) }));
}
