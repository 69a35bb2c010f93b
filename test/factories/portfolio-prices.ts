import type { SessionDate } from '@evenkeel/domain/calendar';
import { pathOfRows, type PathRow, type Ticker } from '@evenkeel/domain/prices';
import type { PricePathReader, StoredBar, StoredPaths } from '@evenkeel/dynamo/prices';
import type { PortfolioPrices } from '../../services/strategy/src/recompute/prices';

type Market = ReadonlyMap<Ticker, readonly StoredBar[]>;

/** The prices of a market as a view is computed from them. */
export function pricesOf(market: Market): PortfolioPrices {
  const { paths, sources } = storedPaths(market, [...market.keys()]);
  return { paths, sources: [...new Set([...sources.values()].flatMap((each) => [...each]))].sort(), unreadable: [] };
}

/** A reader of a market that can change; `onRead` is told from where each read begins. */
export function pathReaderOf(
  market: () => Market,
  onRead: (from: SessionDate | undefined) => void = () => undefined,
): PricePathReader {
  return {
    pathsOf: (tickers, from) => {
      onRead(from);
      return Promise.resolve(storedPaths(market(), tickers, from));
    },
  };
}

function storedPaths(market: Market, tickers: readonly Ticker[], from?: SessionDate): StoredPaths {
  const sources = new Map<string, Set<string>>();
  let items = 0;
  const paths = tickers.map((ticker) => {
    const bars = (market.get(ticker) ?? []).filter(({ session }) => from === undefined || session >= from);
    items += bars.length;
    for (const { session, source } of bars) {
      const month = session.slice(0, 7);
      sources.set(month, (sources.get(month) ?? new Set()).add(source));
    }
    return pathOfRows(ticker, bars.map(rowOf));
  });
  const byTicker = new Map(paths.map((path) => [path.ticker, path]));
  return { paths: byTicker, sources, unreadable: [], strangers: [], items };
}

function rowOf({ session, open, close, dividend, split }: StoredBar): PathRow {
  const numbers = [open, close, dividend, split].map((each) => each.toNumber());
  const [o = Number.NaN, c = Number.NaN, d = Number.NaN, s = Number.NaN] = numbers;
  return { session, open: o, close: c, dividend: d, split: s };
}
