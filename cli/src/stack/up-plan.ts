import { resolve } from 'node:path';
import { AppError } from '@evenkeel/domain';
import {
  CALENDAR_FIRST,
  finalAt,
  parseSessionDate,
  sessionOnOrBefore,
  lastFinishedSession,
  type SessionDate,
} from '@evenkeel/domain/calendar';
import { type RefusedPortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import {
  isSourceName,
  openSource,
  probeYahoo,
  readCsvSeries,
  SOURCE_NAMES,
  type PriceSource,
  type SourceName,
} from '@evenkeel/ingestion/sources';
import { clockOf } from '@evenkeel/runtime/clock';
import { type LoadedPortfolio, loadPortfolios } from '../files/portfolio-file';
import { type DatabaseOption, parseDatabase } from './database/choice';

/** What was typed after `evenkeel up`; everything is text still. */
export interface UpOptions {
  readonly source: string;
  readonly data?: string | undefined;
  /** Names or files; all in `portfolios/` where there are none. */
  readonly portfolio?: readonly string[] | undefined;
  readonly port: string;
  readonly asOf?: string | undefined;
  readonly persist?: string | undefined;
  readonly database: string;
  readonly once?: boolean | undefined;
}

/** The options of `evenkeel up`, checked and decided. */
export interface UpPlan {
  /** In the order in which they were named. */
  readonly portfolios: readonly LoadedPortfolio[];
  /** Portfolios of this installation that cannot be computed. */
  readonly refused: readonly RefusedPortfolio[];
  /** True where no portfolio was named: they are those of this installation. */
  readonly installed: boolean;
  /** Of all portfolios, once each. */
  readonly symbols: readonly Ticker[];
  readonly source: PriceSource;
  /** Absolute path of the csv folder. */
  readonly data?: string | undefined;
  readonly port: number;
  readonly persist?: string | undefined;
  readonly database: DatabaseOption;
  readonly once: boolean;
  /** The instant that everything takes for now. */
  readonly now: Date;
  /** Set where `now` is not the clock's. */
  readonly standInClock?: Date | undefined;
  /** Why the prices are synthetic though nobody asked for that. */
  readonly fallback?: string | undefined;
}

/**
 * Checks every option before anything is started, and decides what `--source auto` means today.
 * @throws AppError `bad-input` naming the option or the file
 */
export async function planUp(options: UpOptions, env: NodeJS.ProcessEnv): Promise<UpPlan> {
  const port = portOf(options.port);
  const database = parseDatabase(options.database);
  const { loaded, refused } = await loadPortfolios(options.portfolio);
  const clock = clockOf(env)();
  const now = options.asOf === undefined ? clock : afterTheClose(parseSessionDate(options.asOf, '--as-of'), clock);
  const data = options.data === undefined ? undefined : resolve(options.data);
  const { name, fallback } = await decideSource(options.source, env);
  const source = openSource(name, { data, yahooUrl: env.EVENKEEL_YAHOO_URL, now: () => clock });
  const symbols = [...new Set(loaded.flatMap(({ portfolio }) => symbolsOf(portfolio)))];
  // A bad file is better named now than after everything has been started.
  if (name === 'csv' && data !== undefined) for (const symbol of symbols) readCsvSeries(data, symbol);
  return {
    portfolios: loaded,
    refused,
    installed: options.portfolio === undefined,
    symbols,
    source,
    data,
    port,
    persist: options.persist,
    database,
    once: options.once === true,
    now,
    standInClock: options.asOf !== undefined || env.EVENKEEL_NOW ? now : undefined,
    fallback,
  };
}

/**
 * An instant of `date` when its session, or the last one before it, is final.
 * @throws AppError `bad-input` for a date that has not come or lies before the calendar
 */
export function afterTheClose(date: SessionDate, clock: Date): Date {
  if (date < CALENDAR_FIRST)
    throw new AppError('bad-input', `--as-of ${date} is before ${CALENDAR_FIRST}, where the exchange calendar begins`);
  const session = sessionOnOrBefore(date);
  const finished = lastFinishedSession(clock);
  if (session > finished) {
    throw new AppError(
      'bad-input',
      `--as-of ${date}: that session has not finished; the last one that has is ${finished}`,
    );
  }
  return new Date(finalAt(session).getTime() + 1000);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new AppError('bad-input', `--port: "${text}" is not a port; write a number up to 65535, or 0 for any free one`);
}

async function decideSource(name: string, env: NodeJS.ProcessEnv): Promise<{ name: SourceName; fallback?: string }> {
  if (isSourceName(name)) return { name };
  if (name !== 'auto') {
    throw new AppError('bad-input', `--source: there is no source "${name}"; choose auto, ${SOURCE_NAMES.join(', ')}`);
  }
  const reach = await probeYahoo({ yahooUrl: env.EVENKEEL_YAHOO_URL });
  return reach.reachable ? { name: 'yahoo' } : { name: 'synthetic', fallback: reach.reason };
}
