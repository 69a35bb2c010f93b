import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type VendorHistory } from '@evenkeel/domain/prices';

/**
 * A quiet history without events: on the i-th of `sessions` the close is `first` plus i tenths, the
 * open a tenth lower, high and low a half around them, and the volume 1,000,000 plus i.
 */
export function vendorHistory(symbol: string, sessions: readonly string[], first: Decimal.Value = 100): VendorHistory {
  const rows = sessions.map((session, index) => {
    const close = new Decimal(first).plus(new Decimal(index).div(10));
    return {
      session: parseSessionDate(session),
      open: close.minus('0.1'),
      high: close.plus('0.5'),
      low: close.minus('0.5'),
      close,
      volume: new Decimal(1_000_000 + index),
    };
  });
  return { ticker: parseTicker(symbol), rows, dividends: [], splits: [] };
}
