import { AppError } from '@evenkeel/domain';
import { parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import {
  PERIODS,
  runAudit,
  runUpdate,
  runWarmUp,
  type JobDeps,
  type JobRange,
  type JobSummary,
  type Period,
} from '@evenkeel/ingestion/jobs';
import {
  isSourceName,
  openSource,
  SOURCE_NAMES,
  SYNTHETIC,
  syntheticAmong,
  type PriceSource,
} from '@evenkeel/ingestion/sources';
import { ingestionPage } from '@evenkeel/report/pages';
import { clockOf } from '@evenkeel/runtime/clock';
import { priceFiles, refuseOverwriting } from '../files/input-file';
import { checkOutputs, writeArtifacts } from '../files/output';
import { loadPortfolios } from '../files/portfolio-file';
import { linesFor } from '../terminal/page';
import { createTerminal } from '../terminal/terminal';
import { isLocalDatabase, openDatabase } from './connection';
import { showJobProgress } from './job-progress';

/** What can be run from here. */
export type Job = 'warm-up' | 'update' | 'audit';

/** What was typed; everything is text still. */
export interface IngestOptions {
  readonly symbols?: string | undefined;
  /** Names or files; all in `portfolios/` where there are none. */
  readonly portfolio?: readonly string[] | undefined;
  readonly source: string;
  readonly data?: string | undefined;
  readonly stage: string;
  readonly profile?: string | undefined;
  readonly period?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly overwrite?: boolean | undefined;
  readonly repair?: boolean | undefined;
  readonly undo?: string | undefined;
  readonly json?: string | undefined;
}

/**
 * Runs a job of the ingestion service from here, against the database that the environment names.
 * @throws AppError `bad-input` before anything is touched; `failed` when symbols are missing at the end
 */
export async function ingest(job: Job, options: IngestOptions): Promise<void> {
  const terminal = createTerminal(options.json === '-' ? 'stderr' : 'stdout');
  await checkOutputs({ '--json': options.json });
  const { loaded, refused } = await loadPortfolios(options.portfolio);
  const files = loaded.flatMap((each) => each.files);
  await refuseOverwriting({ '--json': options.json }, [...files, ...(await priceFiles(options.data))]);
  const portfolios = loaded.map(({ portfolio }) => portfolio);
  const symbols = chosenSymbols(options.symbols, portfolios);
  const range = rangeOf(options);
  const source = chosenSource(options);
  const madeUp = syntheticAmong(symbols, source);
  requireRealPrices(source.name, madeUp, process.env);
  const now = clockOf(process.env)();
  const database = openDatabase({ stage: options.stage, profile: options.profile });
  const progress = showJobProgress(terminal, job, symbols.length);
  try {
    for (const { error } of refused) terminal.warn(error.message);
    if (madeUp.length > 0) terminal.warn('SYNTHETIC prices: made up by a seeded simulation, not market data.');
    const deps: JobDeps = {
      source,
      tables: database.tables,
      now,
      pairs: portfolios.flatMap(({ pairs }) => pairs),
      onProgress: (step) => progress.onProgress(step),
    };
    const summary = await run(job, deps, { ...range, symbols }, options);
    progress.stop();
    if (options.json !== undefined)
      await writeArtifacts([{ path: options.json, text: JSON.stringify(summary, null, 2) }], terminal);
    if (options.json !== '-') terminal.print(linesFor(ingestionPage(summary), terminal));
    refuseIncomplete(summary);
  } finally {
    progress.stop();
    database.close();
  }
}

/**
 * The symbols of `--symbols`, comma-separated, or those of the portfolios, once each.
 * @throws AppError `bad-input` for what cannot be a symbol
 */
export function chosenSymbols(text: string | undefined, portfolios: readonly Portfolio[]): readonly Ticker[] {
  if (text === undefined) return [...new Set(portfolios.flatMap(symbolsOf))];
  const symbols = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => parseTicker(part, '--symbols'));
  if (symbols.length === 0) throw new AppError('bad-input', '--symbols names no symbol; write them like QQQ,SQQQ');
  return [...new Set(symbols)];
}

/**
 * The source that `--source` and `--data` name.
 * @throws AppError `bad-input` when there is no such source, or it lacks what it needs
 */
export function chosenSource({
  source,
  data,
}: {
  readonly source: string;
  readonly data?: string | undefined;
}): PriceSource {
  if (!isSourceName(source)) {
    throw new AppError('bad-input', `--source: there is no source "${source}"; choose ${SOURCE_NAMES.join(', ')}`, {
      source,
    });
  }
  return openSource(source, { data, yahooUrl: process.env.EVENKEEL_YAHOO_URL, now: clockOf(process.env) });
}

/**
 * Made-up prices, and prices of a made-up evening, stay on the machine that made them up.
 * @param madeUp symbols whose prices from `source` are synthetic
 * @throws AppError `bad-input` when they would enter any other database
 */
export function requireRealPrices(
  source: string,
  madeUp: readonly Ticker[],
  environment: Readonly<Record<string, string | undefined>>,
): void {
  if (isLocalDatabase(environment)) return;
  const local = 'set AWS_ENDPOINT_URL_DYNAMODB to the database that `evenkeel up` prints';
  if (madeUp.length > 0) {
    const which = source === SYNTHETIC ? '' : ` (${madeUp.join(', ')})`;
    throw new AppError(
      'bad-input',
      `--source ${source}: prices that are made up${which} are for a database on this machine only; ${local}, or choose another source`,
    );
  }
  const now = environment['EVENKEEL_NOW'];
  if (now === undefined || now === '') return;
  throw new AppError(
    'bad-input',
    `EVENKEEL_NOW: ${now} may stand in for the clock with a database on this machine only; ${local}, or unset it`,
  );
}

/** @throws AppError `bad-input` naming the option that is no date or no period */
export function rangeOf(options: Pick<IngestOptions, 'period' | 'from' | 'to'>): JobRange {
  return { period: periodOf(options.period), from: dateOf(options.from, '--from'), to: dateOf(options.to, '--to') };
}

function periodOf(text: string | undefined): Period | undefined {
  if (text === undefined) return undefined;
  const period = PERIODS.find((known) => known === text);
  if (period !== undefined) return period;
  throw new AppError('bad-input', `--period: "${text}" is none of ${PERIODS.join(', ')}`, { period: text });
}

function dateOf(text: string | undefined, option: string): SessionDate | undefined {
  return text === undefined ? undefined : parseSessionDate(text, option);
}

type Work = JobRange & { readonly symbols: readonly Ticker[] };

function run(job: Job, deps: JobDeps, work: Work, { overwrite, repair, undo }: IngestOptions): Promise<JobSummary> {
  switch (job) {
    case 'warm-up':
      return runWarmUp(deps, { ...work, overwrite });
    case 'update':
      return runUpdate(deps, { ...work, overwrite });
    case 'audit':
      return runAudit(deps, { ...work, repair, undo });
  }
}

function refuseIncomplete({ job, failed, symbols }: JobSummary): void {
  if (failed.length === 0) return;
  const first = symbols.find(({ symbol }) => symbol === failed[0])?.error;
  const others = failed.length > 1 ? ` (and ${failed.slice(1).join(', ')})` : '';
  const reason =
    first === undefined || first.includes(failed[0] ?? '') ? (first ?? 'see the summary') : `${failed[0]}: ${first}`;
  throw new AppError(
    'failed',
    `${job} is not complete: ${reason}${others}; the other symbols are stored, and running it again completes it`,
  );
}
