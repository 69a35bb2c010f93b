import { AppError, isAppError, messageOf } from '@evenkeel/domain';
import { firstImpossiblePrice, seriesFromVendor, type Series, type Ticker } from '@evenkeel/domain/prices';
import {
  openSource,
  readCsvSeries,
  syntheticAmong,
  type PriceSource,
  type SourceName,
} from '@evenkeel/ingestion/sources';
import type { Progress } from '../terminal/progress';

/** Where a research command takes its prices. */
export interface SourceChoice {
  readonly source: SourceName;
  /** Folder of the csv source. */
  readonly data?: string | undefined;
  readonly yahooUrl?: string | undefined;
  readonly now: () => Date;
}

/** What was loaded, and how to say where from. */
export interface LoadedPrices {
  readonly series: ReadonlyMap<Ticker, Series>;
  /** E.g. `csv ../shared/data/prices`. */
  readonly origin: string;
  readonly synthetic: boolean;
  /** The same as data, which every JSON of figures carries. */
  readonly source: PriceProvenance;
}

/** Where prices came from, as JSON says it. */
export interface PriceProvenance {
  readonly name: SourceName;
  /** Folder of the csv source. */
  readonly data?: string | undefined;
  /** True where no exchange has made these prices. */
  readonly synthetic: boolean;
}

/** Symbols asked for at once: enough to hide latency, few enough not to be refused. */
const AT_ONCE = 4;

/**
 * All there is of every symbol. Histories are never cut short: the total-return index starts at the
 * first bar, and splits after the range restate the prices in it.
 * @throws AppError naming every symbol that could not be had
 */
export async function loadPrices(
  symbols: readonly Ticker[],
  choice: SourceChoice,
  progress: Progress,
): Promise<LoadedPrices> {
  const { source: name, data, ...options } = choice;
  const source = openSource(name, { data, ...options });
  const read = reader(source, choice);
  const series = new Map<Ticker, Series>();
  const failures: { symbol: Ticker; error: unknown }[] = [];
  const waiting = [...symbols];
  const work = async (): Promise<void> => {
    for (let symbol = waiting.shift(); symbol !== undefined; symbol = waiting.shift()) {
      try {
        series.set(symbol, await read(symbol));
      } catch (error) {
        failures.push({ symbol, error });
      }
      progress.update(series.size + failures.length, symbol);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, symbols.length) }, work));
  progress.stop();
  if (failures.length > 0) throw missing(failures, choice);
  const synthetic = syntheticAmong(symbols, source).length > 0;
  return {
    series,
    origin: data === undefined ? name : `${name} ${data}`,
    synthetic,
    source: { name, data, synthetic },
  };
}

function reader(prices: PriceSource, { source, data }: SourceChoice): (symbol: Ticker) => Promise<Series> {
  if (source !== 'csv' || data === undefined)
    return async (symbol) => priced(seriesFromVendor(await prices.fetch(symbol)), source);
  return async (symbol) => Promise.resolve(readCsvSeries(data, symbol));
}

/** No quality gate stands between a vendor and research, so a price that can be none is refused here. */
function priced(series: Series, source: SourceName): Series {
  const found = firstImpossiblePrice(series);
  if (found === undefined) return series;
  const { column, session, price } = found;
  const message = `${source}: ${series.ticker} ${session}: ${column} is ${price}; ask again later, or take prices from files with --source csv`;
  throw new AppError('bad-data', message, { symbol: series.ticker, session, column });
}

function missing(failures: readonly { symbol: Ticker; error: unknown }[], { source }: SourceChoice): unknown {
  const [first] = failures;
  if (first === undefined || failures.length === 1) return first?.error;
  const known = failures.map(({ error }) => error).filter((error) => isAppError(error));
  if (known.length < failures.length) return first.error;
  const codes = new Set(known.map((error) => error.code));
  const code = codes.size === 1 ? (known[0]?.code ?? 'failed') : 'failed';
  const symbols = failures.map(({ symbol }) => symbol).join(', ');
  return new AppError(code, `${source}: no prices of ${symbols}; the first says: ${messageOf(first.error)}`, {
    symbols,
  });
}
