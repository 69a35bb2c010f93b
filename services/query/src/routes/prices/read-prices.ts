import { AppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { adjustBars, type Bar, type Ticker } from '@evenkeel/domain/prices';
import type { PriceHistoryReader } from '@evenkeel/dynamo/prices';
import { boundsOf } from '../../http/paging';
import type { PriceQuery } from './price-query';

/** Prices of some symbols, with the page that follows. */
export interface PricePage {
  /** Newest stored session of any of the symbols. */
  readonly asOf: SessionDate;
  /** Newest first, each session's symbols in the order asked for. */
  readonly rows: readonly PriceRow[];
  /** Last session of this page; `undefined` when there is no further page. */
  readonly endedWith?: SessionDate | undefined;
}

/** One symbol's bar of a session, adjusted as asked for. */
export interface PriceRow {
  readonly symbol: Ticker;
  readonly bar: Bar;
}

type Prices = Pick<PriceHistoryReader, 'bars' | 'lastBars' | 'newestSession'>;

/**
 * Reads and adjusts what was asked for.
 * @throws AppError `not-found` naming a symbol that has no stored prices
 */
export async function readPrices(prices: Prices, query: PriceQuery): Promise<PricePage> {
  const newest = await Promise.all(query.symbols.map((symbol) => newestOf(prices, symbol)));
  const asOf = newest.reduce((latest, each) => (each > latest ? each : latest));
  const columns = await Promise.all(query.symbols.map((symbol) => barsOf(prices, symbol, query)));
  const sessions = [...new Set(columns.flatMap((bars) => bars.map((bar) => bar.session)))].sort().reverse();
  const limit = 'last' in query.sessions ? sessions.length : query.sessions.limit;
  const shownSessions = sessions.slice(0, limit);
  return {
    asOf,
    rows: rowsOf(query.symbols, columns, shownSessions),
    endedWith: sessions.length > limit ? shownSessions.at(-1) : undefined,
  };
}

async function newestOf(prices: Prices, symbol: Ticker): Promise<SessionDate> {
  const newest = await prices.newestSession(symbol);
  if (newest !== undefined) return newest;
  throw new AppError('not-found', `There are no prices of ${symbol}; /v1/symbols lists those there are.`, { symbol });
}

async function barsOf(prices: Prices, symbol: Ticker, { sessions, adjust }: PriceQuery): Promise<readonly Bar[]> {
  if ('last' in sessions) return adjustBars((await prices.lastBars(symbol, sessions.last)).toReversed(), adjust);
  const { from, to } = boundsOf(sessions);
  if (from !== undefined && to !== undefined && from > to) return [];
  if (adjust === 'none') return prices.bars(symbol, { from, to });
  // A later split restates this range although it lies outside it, so the read goes on to the newest bar.
  const bars = adjustBars(await prices.bars(symbol, { from }), adjust);
  return to === undefined ? bars : bars.filter((bar) => bar.session <= to);
}

function rowsOf(
  symbols: readonly Ticker[],
  columns: readonly (readonly Bar[])[],
  sessions: readonly SessionDate[],
): PriceRow[] {
  const bySession = columns.map((bars) => new Map(bars.map((bar) => [bar.session, bar])));
  return sessions.flatMap((session) =>
    symbols.flatMap((symbol, index): PriceRow[] => {
      const bar = bySession[index]?.get(session);
      return bar === undefined ? [] : [{ symbol, bar }];
    }),
  );
}
