import type { Panel } from '@evenkeel/domain/backtest';
import { isInCalendar, isSession, whyClosed, type SessionDate } from '@evenkeel/domain/calendar';
import { ratioOn, type Pair } from '@evenkeel/domain/pairs';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import {
  counterpartFrom,
  screenSeries,
  type Counterpart,
  type Doubt,
  type Series,
  type Ticker,
} from '@evenkeel/domain/prices';
import { counted } from './layout/figures';

/** A price in use, or with `symbol` null a session in use, that the price table would not have taken. */
export type PriceDoubt =
  | Doubt
  | { readonly symbol: null; readonly session: SessionDate; readonly reason: 'not-a-session'; readonly detail: string };

/**
 * What the quality gates of the price table would have held back of the prices that a run uses. Research
 * takes prices as they are given; whoever reads its figures must know.
 */
export function doubtsOf(
  portfolio: Portfolio,
  series: ReadonlyMap<Ticker, Series>,
  { sessions }: Pick<Panel, 'sessions'>,
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

/** More doubts than this are counted, not listed: the JSON has them all. */
const MOST_LISTED = 8;

/** The doubts for a person, a notice each, and what they mean for the figures. */
export function doubtNotices(doubts: readonly PriceDoubt[]): string[] {
  if (doubts.length === 0) return [];
  const listed = doubts
    .slice(0, MOST_LISTED)
    .map(
      ({ symbol, session, reason, detail }) => `${symbol === null ? '' : `${symbol} `}${session}, ${reason}: ${detail}`,
    );
  const more = doubts.length - listed.length;
  return [
    ...listed,
    ...(more > 0 ? [`and ${counted(more, 'more doubt')}, all in --json`] : []),
    `the figures below use ${doubts.length === 1 ? 'that price' : 'these prices'} as given; the price table would have held ${doubts.length === 1 ? 'it' : 'them'} back. Correct the source if ${doubts.length === 1 ? 'it is' : 'they are'} wrong`,
  ];
}
