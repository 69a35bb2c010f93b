import { AppError } from '@evenkeel/domain';
import type { Machine } from '@evenkeel/dynamo/pacing';
import { csvSource } from './csv-source';
import type { PriceSource } from './price-source';
import { syntheticSource } from './synthetic-source';
import type { RequestPolicy } from './vendor-request';

/** The names that `--source` and `EVENKEEL_SOURCE` take. */
export const SOURCE_NAMES = ['yahoo', 'csv', 'synthetic'] as const;
/** One of {@link SOURCE_NAMES}. */
export type SourceName = (typeof SOURCE_NAMES)[number];

/** What the sources may be told; each reads its own and leaves the others alone. */
export interface SourceOptions {
  /** csv: the folder of `SYMBOL.csv` files. */
  readonly data?: string | undefined;
  /** yahoo: another base URL, e.g. of `EVENKEEL_YAHOO_URL`. */
  readonly yahooUrl?: string | undefined;
  /** synthetic: which market; the same seed is the same market. */
  readonly seed?: number | undefined;
  /** synthetic: the clock up to which the market has run. */
  readonly now?: (() => Date) | undefined;
  /** yahoo: in place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** yahoo: how long to wait and how often to ask again. */
  readonly policy?: Partial<RequestPolicy> | undefined;
  /** yahoo: in place of this machine's clock, timers and dice. */
  readonly machine?: Machine | undefined;
}

/** True when `name` is that of a source. */
export function isSourceName(name: string): name is SourceName {
  return SOURCE_NAMES.some((known) => known === name);
}

/**
 * The price source of that name. Another vendor is one more line here.
 * @throws AppError `bad-input` when an option that the source needs is missing or cannot be right
 */
export function openSource(name: SourceName, options: SourceOptions = {}): PriceSource {
  return OPENERS[name](options);
}

const OPENERS: Readonly<Record<SourceName, (options: SourceOptions) => PriceSource>> = {
  yahoo: lazyYahoo,
  csv: ({ data }) => csvSource(required(data)),
  synthetic: ({ seed, now }) => syntheticSource({ seed, now }),
};

/** The library takes a while to load, which commands that never ask Yahoo should not pay. */
function lazyYahoo({ yahooUrl, fetch, policy, machine }: SourceOptions): PriceSource {
  if (yahooUrl !== undefined && !URL.canParse(yahooUrl)) {
    throw new AppError(
      'bad-input',
      `EVENKEEL_YAHOO_URL: "${yahooUrl}" is not a URL; write one like http://127.0.0.1:8080`,
      { yahooUrl },
    );
  }
  const opening = async (): Promise<PriceSource> =>
    (await import('./yahoo-source')).yahooSource({ baseUrl: yahooUrl, fetch, policy, machine });
  let source: Promise<PriceSource> | undefined;
  return {
    name: 'yahoo',
    fetch: async (ticker, options) => (await (source ??= opening())).fetch(ticker, options),
  };
}

function required(data: string | undefined): string {
  if (data !== undefined && data !== '') return data;
  throw new AppError('bad-input', 'source csv needs a data folder; name one with --data DIR', {});
}
