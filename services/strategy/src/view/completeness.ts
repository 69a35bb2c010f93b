import { rowOfSession, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';

/** Up to where a portfolio's bars are whole, and who is behind. */
export interface Completeness {
  /** Newest session of which every symbol has a bar; `null` before there is one. */
  readonly asOf: SessionDate | null;
  /** Newest session of any symbol. */
  readonly newest: SessionDate | null;
  /** Symbols without a bar of `newest`, in the portfolio's order, with the newest session they have. */
  readonly waitsFor: readonly { readonly symbol: Ticker; readonly newest: SessionDate | null }[];
}

/**
 * Judges how far the symbols have come together. `sessions` of each symbol ascend; a symbol without an
 * entry has no bars. Targets are for `asOf`: a session some symbol lacks is never acted upon.
 */
export function completenessOf(
  symbols: readonly Ticker[],
  sessions: ReadonlyMap<Ticker, readonly SessionDate[]>,
): Completeness {
  const columns = symbols.map((symbol) => ({ symbol, sessions: sessions.get(symbol) ?? [] }));
  const newest = columns.reduce<SessionDate | null>(
    (latest, { sessions: own }) => later(latest, own.at(-1) ?? null),
    null,
  );
  const waitsFor = columns
    .map(({ symbol, sessions: own }) => ({ symbol, newest: own.at(-1) ?? null }))
    .filter((each) => each.newest !== newest || newest === null);
  return { asOf: newestCommon(columns.map(({ sessions: own }) => own)), newest, waitsFor };
}

function later(a: SessionDate | null, b: SessionDate | null): SessionDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? b : a;
}

function newestCommon(columns: readonly (readonly SessionDate[])[]): SessionDate | null {
  const [first, ...others] = columns;
  if (!first) return null;
  return first.findLast((session) => others.every((column) => rowOfSession(column, session) >= 0)) ?? null;
}
