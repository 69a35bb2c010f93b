import type { SessionDate } from '@evenkeel/domain/calendar';
import type { PricePath, Ticker } from '@evenkeel/domain/prices';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import type { PricePathReader, StoredPaths, UnreadableBar } from '@evenkeel/dynamo/prices';

/** Symbols read at once. */
const AT_ONCE = 6;

/**
 * A reader that reads each symbol's bars from a session on once, however many ask for them, for as long as it is kept. It is for
 * recomputations that have all taken their numbers before the first of them reads: what it answers is older than its question.
 */
export function sharedPrices(prices: PricePathReader): PricePathReader {
  const reads = new Map<string, Promise<StoredPaths>>();
  const readOnce = (ticker: Ticker, from: SessionDate | undefined): Promise<StoredPaths> => {
    const key = `${ticker} ${from ?? ''}`;
    const read = reads.get(key) ?? prices.pathsOf([ticker], from);
    reads.set(key, read);
    return read;
  };
  return {
    pathsOf: async (tickers, from) =>
      together(await mapBounded(new Set(tickers), AT_ONCE, (ticker) => readOnce(ticker, from))),
  };
}

/** What was read of several symbols, as if it had been read of all at once. */
function together(all: readonly StoredPaths[]): StoredPaths {
  const sources = new Map<string, Set<string>>();
  for (const { sources: own } of all) {
    for (const [month, names] of own) sources.set(month, new Set([...(sources.get(month) ?? []), ...names]));
  }
  return {
    paths: new Map(all.flatMap(({ paths }): [Ticker, PricePath][] => [...paths])),
    sources,
    unreadable: all.flatMap(({ unreadable }) => [...unreadable]).sort(bySessionAndTicker),
    strangers: all.flatMap(({ strangers }) => [...strangers]),
    items: all.reduce((sum, { items }) => sum + items, 0),
  };
}

function bySessionAndTicker(a: UnreadableBar, b: UnreadableBar): number {
  return `${a.session} ${a.ticker}` < `${b.session} ${b.ticker}` ? -1 : 1;
}
