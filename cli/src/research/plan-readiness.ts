import { sessionOnOrBefore, sessionsAfter, type SessionDate } from '@evenkeel/domain/calendar';
import type { Series, Ticker } from '@evenkeel/domain/prices';

/** How far the targets are behind, and who holds them back. */
export interface Readiness {
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
export function readinessOf(
  symbols: readonly Ticker[],
  series: ReadonlyMap<Ticker, Series>,
  asOf: SessionDate,
  upTo: SessionDate,
): Readiness {
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

/**
 * What a person must know before trading on targets that are behind; nothing where they are not.
 * @param asked true when the date was asked for, with `--to`
 */
export function readinessNotices({ expected, waitingFor, sessionsBehind }: Readiness, asked: boolean): string[] {
  const what = asked ? `the last session up to --to` : 'the last finished session';
  return [
    ...(sessionsBehind === 0
      ? []
      : [`old targets: ${sessionsBehind} session${sessionsBehind === 1 ? '' : 's'} behind ${expected}, ${what}`]),
    ...(waitingFor.length === 0 ? [] : [`waiting for the bar of ${expected}: ${symbolsBySession(waitingFor)}`]),
  ];
}

/** `FAZ, ERY (have 2025-12-01); QQQ (has 2025-12-24)`, the furthest behind first. */
function symbolsBySession(waitingFor: Readiness['waitingFor']): string {
  const groups = new Map<string, Ticker[]>();
  for (const { symbol, has } of waitingFor) groups.set(has ?? '', [...(groups.get(has ?? '') ?? []), symbol]);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([has, symbols]) =>
        `${symbols.join(', ')} (${symbols.length === 1 ? 'has' : 'have'} ${has === '' ? 'no bar' : has})`,
    )
    .join('; ');
}
