import { refuseHtml } from './backtest';
import { parseGrid, type GridOptions } from './grid';
import { checkTargets, deliver, pageWidth } from './output';
import { openStudy, type StudyOptions, type Surroundings } from './study';
import { sweepPage } from './sweep-page';
import { sweepReport } from './sweep-report';

/** The options of `sweep`, as typed. */
export interface SweepOptions extends StudyOptions, GridOptions {
  readonly json?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * `evenkeel sweep`: prints the heat map, or only JSON with `--json -`.
 * @throws AppError as {@link openStudy} and {@link parseGrid}
 */
export async function sweepCommand(options: SweepOptions, surroundings: Surroundings): Promise<void> {
  const { json, html } = options;
  refuseHtml(html);
  await checkTargets({ '--json': json });
  const study = await openStudy(options, surroundings);
  const report = sweepReport(study, parseGrid(options, study.portfolio));
  const artifacts = json === undefined ? [] : [{ path: json, text: JSON.stringify(report) }];
  if (json !== '-') {
    const page = sweepPage(report, study.prices, { width: pageWidth(surroundings.page), ink: surroundings.page });
    artifacts.push({ path: '-', text: page.join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}
