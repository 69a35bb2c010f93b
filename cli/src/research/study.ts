import { AppError } from '@evenkeel/domain';
import { riskFreeRates } from '@evenkeel/domain/analysis';
import { buildPanel, priceDoubts, type Panel, type PriceDoubt } from '@evenkeel/domain/backtest';
import { lastFinishedSession, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { isSourceName, SOURCE_NAMES } from '@evenkeel/ingestion/sources';
import { clockOf } from '@evenkeel/runtime/clock';
import { delayedProgress } from '../terminal/progress';
import type { Terminal } from '../terminal/terminal';
import { priceFiles, refuseOverwriting } from '../files/input-file';
import { loadPortfolio, type LoadedPortfolio } from '../files/portfolio-file';
import { requirePlausible } from './risk-free';
import { loadPrices, type LoadedPrices, type SourceChoice } from '../files/prices';

/** The options that all research commands have, as typed. */
export interface StudyOptions {
  readonly portfolio: string;
  readonly source: string;
  readonly data?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Files that a command writes, where it has the option. */
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
}

/** A portfolio with the prices of its symbols. */
export interface LoadedStudy extends LoadedPortfolio {
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
  /** What the price table would not have taken of the prices in use. */
  readonly doubts: readonly PriceDoubt[];
  /** Last date that was asked for; where none was, or a later one, the last finished session. */
  readonly upTo: SessionDate;
}

/** What a command is given of the process it runs in. */
export interface CommandContext {
  /** Takes the page, or the data asked for in its place. */
  readonly output: Terminal;
  /** Takes progress, so that a page in a file holds nothing else. */
  readonly narration: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the portfolio, loads its prices and aligns them. Sessions that have not finished are left out.
 * @throws AppError `bad-input` or `bad-data` naming the option, file, symbol or range
 */
export async function openStudy(options: StudyOptions, context: CommandContext): Promise<Study> {
  const { portfolio, riskFree, prices, range } = await loadStudy(options, context, symbolsOf);
  const panel = buildPanel(portfolio, prices.series, range);
  const doubts = priceDoubts(portfolio, prices.series, panel.sessions);
  return { portfolio, panel, riskFree: riskFreeRates(riskFree, panel.sessions), prices, doubts, upTo: range.to };
}

/**
 * Reads the portfolio and loads all there is of the symbols that are `wanted` of it.
 * @throws AppError `bad-input` or `bad-data` naming the option, file or symbol; `bad-input` for an output that is one of the inputs
 */
export async function loadStudy(
  options: StudyOptions,
  { narration, env }: CommandContext,
  wanted: (portfolio: Portfolio) => readonly Ticker[],
): Promise<LoadedStudy> {
  const now = clockOf(env)();
  const choice = sourceChoice(options, env, now);
  const range = rangeOf(options, now);
  const loaded = await loadPortfolio(options.portfolio);
  const { portfolio } = loaded;
  requirePlausible(loaded, options.portfolio);
  await refuseOverwriting({ '--json': options.json, '--csv': options.csv }, [
    ...loaded.files,
    ...(await priceFiles(options.data)),
  ]);
  const symbols = wanted(portfolio);
  const progress = delayedProgress(narration, 'loading prices', symbols.length, () => performance.now());
  return { ...loaded, prices: await loadPrices(symbols, choice, progress), range };
}

function sourceChoice({ source, data }: StudyOptions, env: CommandContext['env'], now: Date): SourceChoice {
  if (!isSourceName(source)) {
    throw new AppError(
      'bad-input',
      `--source ${source}: there is no such source; choose one of ${SOURCE_NAMES.join(', ')}`,
    );
  }
  if (data !== undefined && source !== 'csv') {
    throw new AppError('bad-input', `--data ${data}: only the csv source reads a folder; add --source csv`);
  }
  return { source, data, yahooUrl: env['EVENKEEL_YAHOO_URL'], now: () => now };
}

/** The slowest exchange week: a session this many days ago has surely finished. */
const SURELY_FINISHED_DAYS = 10;

function rangeOf(options: StudyOptions, now: Date): LoadedStudy['range'] {
  const from = options.from === undefined ? undefined : parseSessionDate(options.from, '--from');
  const to = options.to === undefined ? undefined : parseSessionDate(options.to, '--to');
  const end = finished(to, now);
  if (from !== undefined && from > end) {
    throw new AppError(
      'bad-input',
      `--from ${from}: after ${end === to ? '--to' : 'the last finished session'} ${end}; swap or widen the range`,
    );
  }
  return { from, to: end };
}

/** `to`, or the last finished session where that is earlier. Asking the exchange's clock costs as much as the engine. */
function finished(to: SessionDate | undefined, now: Date): SessionDate {
  if (to !== undefined && Date.parse(to) < now.getTime() - SURELY_FINISHED_DAYS * 86_400_000) return to;
  const last = lastFinishedSession(now);
  return to === undefined || last < to ? last : to;
}
