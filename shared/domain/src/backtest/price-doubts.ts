import { isInCalendar, isSession, whyClosed, type SessionDate } from '../calendar';
import { ratioOn, type Pair } from '../pairs';
import { symbolsOf, type Portfolio } from '../portfolio';
import { counterpartFrom, screenSeries, type Counterpart, type Doubt, type Series, type Ticker } from '../prices';

/** A price in use, or with `symbol` null a session in use, that the price table would not have taken. */
export type PriceDoubt =
  | Doubt
  | { readonly symbol: null; readonly session: SessionDate; readonly reason: 'not-a-session'; readonly detail: string };

/**
 * What the quality gates of the price table would have held back of the prices that a run uses. Research
 * takes prices as they are given; whoever reads its figures must know (docs/numbers.md, section 8).
 * @param sessions of the run, ascending
 */
export function priceDoubts(
  portfolio: Portfolio,
  series: ReadonlyMap<Ticker, Series>,
  sessions: readonly SessionDate[],
): PriceDoubt[] {
  const [from, to] = [sessions.at(0), sessions.at(-1)];
  if (from === undefined || to === undefined) return [];
  const closed = sessions.filter((session) => isInCalendar(session) && !isSession(session));
  const ofSymbols = symbolsOf(portfolio).flatMap((symbol) => {
    const own = series.get(symbol);
    const counterparts = portfolio.pairs.flatMap((pair) => counterpartIn(pair, symbol, series));
    return own === undefined ? [] : screenSeries(own, { from, to, counterparts });
  });
  return [
    ...closed.map((session) => ({
      symbol: null,
      session,
      reason: 'not-a-session' as const,
      detail: `the exchange was closed: ${whyClosed(session) ?? ''}`,
    })),
    ...ofSymbols,
  ];
}

function counterpartIn(pair: Pair, symbol: Ticker, series: ReadonlyMap<Ticker, Series>): Counterpart[] {
  if (symbol !== pair.base && symbol !== pair.inverse) return [];
  const side = symbol === pair.base ? 'base' : 'inverse';
  const other = series.get(side === 'base' ? pair.inverse : pair.base);
  return other === undefined ? [] : [counterpartFrom(side, (session) => ratioOn(pair, session), other)];
}
