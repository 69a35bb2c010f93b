import { AppError, isAppError } from '@evenkeel/domain';
import { buildReport, type BacktestReport } from '@evenkeel/domain/analysis';
import { droppedReasons, runBacktest, sessionsInCash, type BacktestRun } from '@evenkeel/domain/backtest';
import { tearsheet } from '@evenkeel/report/pages';
import { checkOutputs, writeArtifacts, type Artifact } from '../files/output';
import { linesFor } from '../terminal/page';
import { curveCsv } from './curve-csv';
import { openStudy, type CommandContext, type Study, type StudyOptions } from './study';

/** The options of `backtest`, as typed. */
export interface BacktestOptions extends StudyOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
}

/**
 * `evenkeel backtest`: prints the tearsheet, or what was asked for in its place, and writes the files.
 * Nothing is printed or written unless all of it succeeded.
 * @throws AppError as {@link openStudy}, or `failed` for a file that could not be written
 */
export async function backtestCommand(options: BacktestOptions, context: CommandContext): Promise<void> {
  const { json, csv } = options;
  await checkOutputs({ '--json': json, '--csv': csv });
  const study = await openStudy(options, context);
  const net = runOf(study, options.portfolio, true);
  const report = buildReport({ ...study, net, gross: runOf(study, options.portfolio, false) });
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: curveCsv(report, study.prices) });
  if (json !== undefined) artifacts.push({ path: json, text: reportJson(report, study) });
  if (json !== '-' && csv !== '-') {
    const { panel, prices } = study;
    const dropped = droppedReasons(panel, prices.series);
    const page = tearsheet({ ...study, report, dropped, sessionsInCash: sessionsInCash(net) });
    artifacts.push({ path: '-', text: linesFor(page, context.output).join('\n') });
  }
  await writeArtifacts(artifacts, context.output);
}

/** The report as JSON, with the source of its prices and what is doubtful about them. */
function reportJson(report: BacktestReport, { prices, doubts }: Study): string {
  return JSON.stringify({ source: prices.source, doubts, ...report });
}

/** One run, or its failure with the portfolio's name as it was typed. */
function runOf({ portfolio, panel }: Study, named: string, costs: boolean): BacktestRun {
  try {
    return runBacktest(portfolio, panel, { costs });
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError(error.code, `${named}: ${error.message}`, error.details, { cause: error });
  }
}
