import { sessionOnOrBefore, sessionsAfter, type SessionDate } from '../calendar';
import type { Series, Ticker } from '../prices';

/** How far targets are behind the exchange, and which symbols hold them back. */
export interface Staleness {
  /** The session of which every symbol should have a bar. */
  readonly expected: SessionDate;
  /** Symbols without a bar of `expected`, with the newest session before it that they have. */
  readonly waitingFor: readonly { readonly symbol: Ticker; readonly has: SessionDate | null }[];
  /** Sessions of the exchange after the targets' own, up to `expected`. */
  readonly sessionsBehind: number;
}

/**
 * Judges targets of `asOf` against the exchange's calendar. Targets are for a session of which every
 * symbol has its bar; one that has none keeps all of them on an older session.
 * @param upTo the last date asked for, or the last finished session
 */
export function stalenessOf(
  symbols: readonly Ticker[],
  series: ReadonlyMap<Ticker, Series>,
  asOf: SessionDate,
  upTo: SessionDate,
): Staleness {
  const expected = sessionOnOrBefore(upTo);
  const newest = symbols.map((symbol) => ({
    symbol,
    has: series.get(symbol)?.sessions.findLast((session) => session <= expected) ?? null,
  }));
  return {
    expected,
    waitingFor: newest.filter(({ has }) => has !== expected),
    sessionsBehind: sessionsAfter(asOf, expected),
  };
}
