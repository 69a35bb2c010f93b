import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import type { PriceField, VendorHistory, VendorRow } from '@evenkeel/domain/prices';

/** Ways in which a vendor's history differs from the truth; each answers an edited copy. */
export type Edit = (history: VendorHistory) => VendorHistory;

/** The session's row is missing, its events stay. */
export function withoutSession(session: string): Edit {
  return (history) => ({ ...history, rows: history.rows.filter((row) => row.session !== session) });
}

/** Some cells of one row have other values; null is what Yahoo sends for a hole. */
export function withCells(
  session: string,
  cells: Partial<Record<PriceField | 'volume', string | number | null>>,
): Edit {
  const decimals = Object.entries(cells).map(([field, value]): [string, Decimal | null] => [
    field,
    value === null ? null : new Decimal(value),
  ]);
  const edited: Partial<Record<string, Decimal | null>> = Object.fromEntries(decimals);
  return editRows((row) => (row.session === session ? { ...row, ...edited } : row));
}

/** One row's four prices times `ratio`. */
export function withScaledRow(session: string, ratio: string | number): Edit {
  return editRows((row) => (row.session === session ? scaled(row, ratio) : row));
}

/** All prices of all sessions before `session` times `ratio`, with no split that says so. */
export function scaledBefore(session: string, ratio: string | number): Edit {
  return editRows((row) => (row.session < session ? scaled(row, ratio) : row));
}

/** All prices from `session` on times `ratio`: what the tape itself did that day. */
export function scaledFrom(session: string, ratio: string | number): Edit {
  return editRows((row) => (row.session >= session ? scaled(row, ratio) : row));
}

/** One more dividend, in shares as they are at the end of the history. */
export function withDividend(session: string, amount: string | number): Edit {
  return (history) => ({
    ...history,
    dividends: sorted([...history.dividends, { session: parseSessionDate(session), amount: new Decimal(amount) }]),
  });
}

/** No dividend on `session`. */
export function withoutDividend(session: string): Edit {
  return (history) => ({ ...history, dividends: history.dividends.filter((dividend) => dividend.session !== session) });
}

/** A split as a vendor applies it: all earlier prices and dividends divided, volumes multiplied, by `ratio`. */
export function withSplit(session: string, ratio: string | number): Edit {
  const per = new Decimal(1).div(ratio);
  return (history) => {
    const restated = scaledBefore(session, per.toString())(history);
    return {
      ...restated,
      rows: restated.rows.map((row) =>
        row.session < session ? { ...row, volume: row.volume && row.volume.times(ratio) } : row,
      ),
      dividends: history.dividends.map((dividend) =>
        dividend.session < session ? { ...dividend, amount: dividend.amount.times(per) } : dividend,
      ),
      splits: sorted([...history.splits, { session: parseSessionDate(session), ratio: new Decimal(ratio) }]),
    };
  };
}

/** A copy of one row under another date, e.g. on a holiday. */
export function withRowOn(session: string, like: string): Edit {
  return (history) => {
    const model = history.rows.find((row) => row.session === like);
    if (model === undefined) throw new Error(`${history.ticker} has no row of ${like}`);
    return { ...history, rows: sorted([...history.rows, { ...model, session: parseSessionDate(session) }]) };
  };
}

/** Several edits, first to last. */
export function edits(...steps: readonly Edit[]): Edit {
  return (history) => steps.reduce((edited, step) => step(edited), history);
}

function editRows(edit: (row: VendorRow) => VendorRow): Edit {
  return (history) => ({ ...history, rows: history.rows.map(edit) });
}

function scaled(row: VendorRow, ratio: string | number): VendorRow {
  const times = (value: Decimal | null): Decimal | null => value && value.times(ratio);
  return { ...row, open: times(row.open), high: times(row.high), low: times(row.low), close: times(row.close) };
}

function sorted<T extends { readonly session: string }>(items: T[]): T[] {
  return items.sort((left, right) => (left.session < right.session ? -1 : left.session > right.session ? 1 : 0));
}
