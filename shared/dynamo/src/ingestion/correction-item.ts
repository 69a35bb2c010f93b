import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Bar, Ticker } from '@evenkeel/domain/prices';
import { barItem, barOfItem } from '../prices/bar-item';
import type { Item } from '../requests/item';

/** Why a stored bar was replaced. */
export type CorrectionKind = 'vendor' | 'overwrite' | 'repair' | 'undo';

/** One replacement of a stored bar: the audit trail. */
export interface Correction {
  readonly ticker: Ticker;
  readonly session: SessionDate;
  readonly kind: CorrectionKind;
  /** Run that made it. */
  readonly run: string;
  /** ISO instant. */
  readonly recordedAt: string;
  /** Source of the new values. */
  readonly source: string;
  /** Source of the old values. */
  readonly oldSource: string;
  readonly before: Bar;
  readonly after: Bar;
}

/** Partition of a symbol's audit trail. */
export const correctionPartition = (ticker: Ticker): string => `correction#${ticker}`;

/** The item of one correction, both bars inside as PriceHistory holds them. */
export function correctionItem(correction: Correction): Item {
  const { ticker, session, kind, run, recordedAt, source, oldSource } = correction;
  return {
    pk: { S: correctionPartition(ticker) },
    sk: { S: `${recordedAt}#${session}#${run}` },
    kind: { S: kind },
    run: { S: run },
    recordedAt: { S: recordedAt },
    before: { M: barItem(ticker, correction.before, { source: oldSource, recordedAt }) },
    after: { M: barItem(ticker, correction.after, { source, recordedAt }) },
  };
}

/** The correction of an item; throws AppError `bad-data` when a bar in it is unreadable. */
export function correctionOfItem(ticker: Ticker, item: Item): Correction {
  const before = barOfItem(item.before?.M ?? {});
  const after = barOfItem(item.after?.M ?? {});
  return {
    ticker,
    session: after.session,
    kind: kindOf(item.kind?.S),
    run: item.run?.S ?? '',
    recordedAt: item.recordedAt?.S ?? '',
    source: after.source,
    oldSource: before.source,
    before,
    after,
  };
}

function kindOf(text: string | undefined): CorrectionKind {
  return text === 'overwrite' || text === 'repair' || text === 'undo' ? text : 'vendor';
}
