import type { SweepCell } from '@evenkeel/domain/backtest';
import type { Progress } from '../terminal/progress';
import { doubtNotices } from './doubts';
import { droppedNotices } from './dropped-sessions';
import { parseGrid, type GridOptions } from './grid';
import { checkTargets, deliver, pageWidth, refuseHtml, type Artifact } from '../files/output';
import { patientProgress } from '../files/prices';
import { riskFreeLine } from './risk-free';
import { openStudy, type StudyOptions, type Surroundings } from './study';
import { sweepCsv } from './sweep-csv';
import { sweepPage } from './sweep-page';
import { cellName, sweepReport } from './sweep-report';

/** The options of `sweep`, as typed. */
export interface SweepOptions extends StudyOptions, GridOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * `evenkeel sweep`: prints the heat map, or what was asked for in its place.
 * @throws AppError as {@link openStudy}, {@link parseGrid} and {@link sweepReport}
 */
export async function sweepCommand(options: SweepOptions, surroundings: Surroundings): Promise<void> {
  const { json, csv, html } = options;
  refuseHtml(html);
  await checkTargets({ '--json': json, '--csv': csv });
  const study = await openStudy(options, surroundings);
  const grid = parseGrid(options, study.portfolio);
  const cells = grid.tolerance.length * grid.check.length * grid.scope.length * grid.fill.length;
  const progress = patientProgress(surroundings.narration, 'sweep', cells, () => performance.now());
  let done = 0;
  const onCell = (cell: SweepCell): void => progress.update((done += 1), cellName(cell));
  const report = stopping(progress, () => sweepReport(study, grid, onCell));
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: sweepCsv(report, study.prices) });
  if (json !== undefined) artifacts.push({ path: json, text: JSON.stringify({ ...report, doubts: study.doubts }) });
  if (json !== '-' && csv !== '-') {
    const background = {
      prices: study.prices,
      riskFree: riskFreeLine(study.portfolio.riskFreeRate, study.riskFree, study.panel.sessions),
      oddities: [...doubtNotices(study.doubts), ...droppedNotices(study.panel, study.prices.series)],
    };
    const page = sweepPage(report, background, { width: pageWidth(surroundings.page), ink: surroundings.page });
    artifacts.push({ path: '-', text: page.join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}

/** The answer of `work`; the progress it has shown ends with it, also where it fails. */
function stopping<T>(progress: Progress, work: () => T): T {
  try {
    return work();
  } finally {
    progress.stop();
  }
}
