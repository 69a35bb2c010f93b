import { join } from 'node:path';
import { AppError } from '@evenkeel/domain';
import {
  firstImpossiblePrice,
  seriesFromColumns,
  type Series,
  type Ticker,
  type VendorColumns,
} from '@evenkeel/domain/prices';
import { parseColumns } from './csv-columns';
import { scanColumns } from './csv-scan';
import { readPriceFile } from './csv-table';

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
  const found = firstImpossiblePrice(columns);
  if (found === undefined) return;
  const { column, session, price } = found;
  const file = join(folder, `${columns.ticker}.csv`);
  throw new AppError('bad-data', `${file}: ${session}: ${column} is ${price}; correct the row or remove it`, {
    file,
    session,
    column,
  });
}
