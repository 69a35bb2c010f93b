import { parseSessionDate } from '@evenkeel/domain/calendar';
import { joinPaths, type PricePath, type Ticker } from '@evenkeel/domain/prices';
import type { PricePathReader, StoredPaths, UnreadableBar } from '@evenkeel/dynamo/prices';
import { chained, type CheckpointChanges } from '@evenkeel/dynamo/strategy';
import { monthAfter, settledMonths } from '../checkpoints/months';
import { type Settled, settledPaths } from '../checkpoints/settled';

/** All that a view is computed from, beside the portfolio. */
export interface PortfolioPrices {
  /** Each symbol has an entry, an empty path where it has no bars. */
  readonly paths: ReadonlyMap<Ticker, PricePath>;
  /** Names of the sources of the bars, sorted. */
  readonly sources: readonly string[];
  /** Items of the price table that hold no bar, ascending by session. */
  readonly unreadable: readonly UnreadableBar[];
}

/** Prices as they were read: what was settled, and what the price table has after that. */
export interface ReadPrices extends PortfolioPrices {
  readonly settled: Settled;
  readonly after: StoredPaths;
}

/** The prices of `tickers`: settled months as they are, and all bars after them from the price table. */
export async function readPrices(
  prices: PricePathReader,
  tickers: readonly Ticker[],
  settled: Settled,
): Promise<ReadPrices> {
  const { checkpoints } = settled;
  const last = checkpoints.at(-1);
  const after = await prices.pathsOf(tickers, last === undefined ? undefined : monthAfter(last.date));
  const before = settledPaths(checkpoints, tickers);
  const paths = tickers.map((ticker): [Ticker, PricePath] => {
    const parts = [before.get(ticker), after.paths.get(ticker)];
    return [
      ticker,
      joinPaths(
        ticker,
        parts.flatMap((path) => path ?? []),
      ),
    ];
  });
  const sources = [
    ...checkpoints.flatMap((each) => each.sources),
    ...[...after.sources.values()].flatMap((each) => [...each]),
  ];
  return {
    paths: new Map(paths),
    sources: [...new Set(sources)].sort(),
    unreadable: [...checkpoints.flatMap((each) => each.unreadable), ...after.unreadable],
    settled,
    after,
  };
}

/** The checkpoints of the months that are settled now, and the end of the chain with them. */
export function newlySettled({ settled, after }: ReadPrices, asOf: string | null): CheckpointChanges {
  const write = asOf === null ? [] : chained(settled.chain, settledMonths(after, parseSessionDate(asOf)));
  const written = new Set(write.map(({ date }) => date));
  return {
    write,
    remove: settled.aliens.filter((date) => !written.has(date)),
    newest: write.at(-1) ?? settled.checkpoints.at(-1),
  };
}
