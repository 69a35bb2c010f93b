import type { SessionDate } from '@evenkeel/domain/calendar';
import type { VendorHistory } from '@evenkeel/domain/prices';

/** `history` without what lies before `from` (inclusive); the whole of it without `from`. */
export function historyFrom(history: VendorHistory, from: SessionDate | undefined): VendorHistory {
  if (from === undefined) return history;
  const kept = ({ session }: { readonly session: SessionDate }): boolean => session >= from;
  return {
    ticker: history.ticker,
    rows: history.rows.filter(kept),
    dividends: history.dividends.filter(kept),
    splits: history.splits.filter(kept),
  };
}
