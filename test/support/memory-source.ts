import { AppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker, VendorHistory } from '@evenkeel/domain/prices';
import type { PriceSource } from '@evenkeel/ingestion/sources';

/** A price source in memory that a test may change while it runs. */
export interface MemorySource extends PriceSource {
  /** What has been asked, oldest first. */
  readonly asked: { readonly ticker: Ticker; readonly from: SessionDate | undefined }[];
  /** Adds or replaces a symbol's history. */
  serve(history: VendorHistory): void;
  /** Answers about `ticker` fail with `error` from now on. */
  fail(ticker: Ticker, error: AppError): void;
}

/** Serves `histories`; `vendor-refused` for other symbols. */
export function memorySource(...histories: readonly VendorHistory[]): MemorySource {
  const served = new Map(histories.map((history) => [history.ticker, history]));
  const failures = new Map<Ticker, AppError>();
  const asked: MemorySource['asked'] = [];
  return {
    name: 'memory',
    asked,
    serve: (history) => {
      served.set(history.ticker, history);
      failures.delete(history.ticker);
    },
    fail: (ticker, error) => failures.set(ticker, error),
    fetch: (ticker, { from } = {}) => {
      asked.push({ ticker, from });
      const history = served.get(ticker);
      const failure = failures.get(ticker);
      if (failure !== undefined) return Promise.reject(failure);
      if (history === undefined)
        return Promise.reject(new AppError('vendor-refused', `${ticker}: unknown to this source`));
      const kept = ({ session }: { readonly session: SessionDate }): boolean => from === undefined || session >= from;
      const { rows, dividends, splits } = history;
      return Promise.resolve({
        ticker,
        rows: rows.filter(kept),
        dividends: dividends.filter(kept),
        splits: splits.filter(kept),
      });
    },
  };
}
