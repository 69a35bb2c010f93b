import { AppError } from '@evenkeel/domain';
import { buildReport, type BacktestReport } from '@evenkeel/domain/analysis';
import { runBacktest } from '@evenkeel/domain/backtest';
import { curveCsv } from './curve-csv';
import { checkTargets, deliver, pageWidth, type Artifact } from './output';
import { openStudy, type Study, type StudyOptions, type Surroundings } from './study';
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
  const report = reportOf(study);
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: curveCsv(report) });
  if (json !== undefined) artifacts.push({ path: json, text: JSON.stringify(report) });
  if (json !== '-' && csv !== '-') {
      artifacts.push({ path: '-', text: tearsheet(report, study.prices, { width: pageWidth(surroundings.page), ink: surroundings.page }).join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}

/** Runs a study with and without costs. */
export function reportOf({ portfolio, panel, riskFree }: Study): BacktestReport {
  const net = runBacktest(portfolio, panel);
  const gross = runBacktest(portfolio, panel, { costs: false });
  return buildReport({ portfolio, panel, net, gross, riskFree });
}

/** @throws AppError `bad-input` when a page was asked for */
export function refuseHtml(html: string | undefined): void {
  if (html === undefined) return;
  throw new AppError('bad-input', `--html ${html}: the page comes with the dashboard and is not there yet; use --json FILE or --csv FILE`);
}
