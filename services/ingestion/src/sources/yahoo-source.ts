import type { Ticker, VendorHistory } from '@evenkeel/domain/prices';
import { type Machine, THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import createYahooFinance from 'yahoo-finance2/createYahooFinance';
import chart from 'yahoo-finance2/modules/chart';
import { historyFrom } from './history-from';
import type { FetchOptions, PriceSource } from './price-source';
import { askVendor, REQUEST_POLICY, type RequestPolicy } from './vendor-request';
import { historyOf } from './yahoo-answer';
import { yahooFetch } from './yahoo-http';

/** How Yahoo is asked. */
export interface YahooOptions {
  /** Another base URL than Yahoo's: a proxy, or a test server. */
  readonly baseUrl?: string | undefined;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How long to wait and how often to ask again; what is left out is as in {@link REQUEST_POLICY}. */
  readonly policy?: Partial<RequestPolicy> | undefined;
  readonly machine?: Machine | undefined;
}

const DAY_SECONDS = 24 * 60 * 60;

/** The library writes to whatever it is given; what matters here reaches the caller as an error. */
const silence = (): void => undefined;
const SILENT = { info: silence, warn: silence, error: silence, debug: silence, dir: silence };

const YahooFinance = createYahooFinance({ modules: { chart } });

/**
 * Daily bars, dividends and splits of Yahoo Finance, by one chart request a symbol through
 * yahoo-finance2. Always asks up to the real present, whatever day a caller pretends to live in:
 * prices come split-adjusted to the present, so every split must be in the answer.
 */
export function yahooSource(options: YahooOptions = {}): PriceSource {
  const { baseUrl, machine = THIS_MACHINE } = options;
  const policy = { ...REQUEST_POLICY, ...options.policy };
  const library = new YahooFinance({
    versionCheck: false,
    logger: SILENT,
    validation: { logErrors: false, logOptionsErrors: false },
  });

  async function ask(
    ticker: Ticker,
    from: FetchOptions['from'],
    signal: AbortSignal | undefined,
  ): Promise<VendorHistory> {
    const answer = await library.chart(
      ticker,
      {
        period1: from === undefined ? 0 : Date.parse(from) / 1000 - DAY_SECONDS,
        period2: Math.floor(machine.now() / 1000) + DAY_SECONDS,
        interval: '1d',
        events: 'div|split',
        includePrePost: false,
        return: 'object',
      },
      {
        validateResult: false,
        fetch: yahooFetch({
          ticker,
          baseUrl,
          fetch: options.fetch ?? fetch,
          timeoutMs: policy.timeoutMs,
          signal,
          machine,
        }),
      },
    );
    return historyOf(ticker, answer);
  }

  return {
    name: 'yahoo',
    fetch: async (ticker, { from, signal } = {}) =>
      historyFrom(await askVendor(() => ask(ticker, from, signal), { ...policy, signal, machine }), from),
  };
}
