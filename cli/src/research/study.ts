import { AppError } from '@evenkeel/domain';
import { riskFreeRates } from '@evenkeel/domain/analysis';
import { buildPanel, type Panel } from '@evenkeel/domain/backtest';
import { lastFinishedSession, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { isSourceName, SOURCE_NAMES } from '@evenkeel/ingestion/sources';
import type { Terminal } from '../terminal/terminal';
import { localNow } from './clock';
import { loadPortfolio, type LoadedPortfolio } from './portfolio-file';
import { loadPrices, patientProgress, type LoadedPrices, type PriceRequest } from './prices';

/** The options that all research commands have, as typed. */
export interface StudyOptions {
  readonly portfolio: string;
  readonly source: string;
  readonly data?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A portfolio with the prices of its symbols. */
export interface Material extends LoadedPortfolio {
  readonly prices: LoadedPrices;
  readonly range: { readonly from: SessionDate | undefined; readonly to: SessionDate };
}

/** What a backtest works on. */
export interface Study {
  readonly portfolio: Portfolio;
  readonly panel: Panel;
  /** Risk-free rate of each session of the panel. */
  readonly riskFree: Float64Array;
  readonly prices: LoadedPrices;
}

/** What a command is given of the machine it runs on. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the portfolio, loads its prices and aligns them. Sessions that have not finished are left out.
 * @throws AppError `bad-input` or `bad-data` naming the option, file, symbol or range
 */
export async function openStudy(options: StudyOptions, surroundings: Surroundings): Promise<Study> {
  const { portfolio, riskFree, prices, range } = await gather(options, surroundings, symbolsOf);
  const panel = buildPanel(portfolio, prices.series, range);
  return { portfolio, panel, riskFree: riskFreeRates(riskFree, panel.sessions), prices };
}

/**
 * Reads the portfolio and loads all there is of the symbols that are `wanted` of it.
 * @throws AppError `bad-input` or `bad-data` naming the option, file or symbol
 */
export async function gather(
  options: StudyOptions,
  { terminal, env }: Surroundings,
  wanted: (portfolio: Portfolio) => readonly Ticker[],
): Promise<Material> {
  const now = localNow(env);
  const request = priceRequest(options, env, now);
  const range = rangeOf(options, lastFinishedSession(now));
  const { portfolio, riskFree } = await loadPortfolio(options.portfolio);
  const symbols = wanted(portfolio);
  const progress = patientProgress(terminal, 'loading prices', symbols.length, () => performance.now());
  return { portfolio, riskFree, prices: await loadPrices(symbols, request, progress), range };
}

function priceRequest({ source, data }: StudyOptions, env: Surroundings['env'], now: Date): PriceRequest {
  if (!isSourceName(source)) {
    throw new AppError('bad-input', `--source ${source}: there is no such source; choose one of ${SOURCE_NAMES.join(', ')}`);
  }
  if (data !== undefined && source !== 'csv') {
    throw new AppError('bad-input', `--data ${data}: only the csv source reads a folder; add --source csv`);
  }
  return { source, data, yahooUrl: env['EVENKEEL_YAHOO_URL'], now: () => now };
}

function rangeOf(options: StudyOptions, finished: SessionDate): Material['range'] {
  const from = options.from === undefined ? undefined : parseSessionDate(options.from, '--from');
  const to = options.to === undefined ? finished : parseSessionDate(options.to, '--to');
  if (from !== undefined && from > to) {
    throw new AppError('bad-input', `--from ${from}: after ${options.to === undefined ? 'the last finished session' : '--to'} ${to}; swap or widen the range`);
  }
  return { from, to: to < finished ? to : finished };
}
