import { AppError, isAppError } from '@evenkeel/domain';
import { buildReport, type BacktestReport } from '@evenkeel/domain/analysis';
import { droppedReasons, runBacktest, type BacktestRun } from '@evenkeel/domain/backtest';
import { doubtNotices, droppedNotices } from '@evenkeel/report';
import { curveCsv } from './curve-csv';
import { checkTargets, deliver, pageWidth, refuseHtml, type Artifact } from '../files/output';
import { riskFreeLine } from './risk-free';
import { openStudy, type Study, type StudyOptions, type Surroundings } from './study';
import type { Background } from './tearsheet/background';
import { filterLines } from './tearsheet/regime-filter';
import { tearsheet } from './tearsheet/tearsheet';

/** The options of `backtest`, as typed. */
export interface BacktestOptions extends StudyOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * `evenkeel backtest`: prints the tearsheet, or what was asked for in its place, and writes the files.
 * Nothing is printed or written unless all of it succeeded.
 * @throws AppError as {@link openStudy}, or `failed` for a file that could not be written
 */
export async function backtestCommand(options: BacktestOptions, surroundings: Surroundings): Promise<void> {
  const { json, csv, html } = options;
  refuseHtml(html);
  await checkTargets({ '--json': json, '--csv': csv });
  const study = await openStudy(options, surroundings);
  const net = runOf(study, options.portfolio, true);
  const report = buildReport({ ...study, net, gross: runOf(study, options.portfolio, false) });
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: curveCsv(report, study.prices) });
  if (json !== undefined) artifacts.push({ path: json, text: reportJson(report, study) });
  if (json !== '-' && csv !== '-') {
    const page = { width: pageWidth(surroundings.page), ink: surroundings.page };
    artifacts.push({ path: '-', text: tearsheet(report, backgroundOf(study, net), page).join('\n') });
  }
  await deliver(artifacts, surroundings.page);
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

function backgroundOf({ portfolio, panel, riskFree, prices, doubts }: Study, net: BacktestRun): Background {
  return {
    prices,
    riskFree: riskFreeLine(portfolio.riskFreeRate, riskFree, panel.sessions),
    filter: filterLines(portfolio, net),
    oddities: [...doubtNotices(doubts), ...droppedNotices(droppedReasons(panel, prices.series))],
  };
}
