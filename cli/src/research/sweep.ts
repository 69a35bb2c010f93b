import { AppError } from '@evenkeel/domain';
import { sweepReport, type SweepReport } from '@evenkeel/domain/analysis';
import { cellCount, droppedReasons, type SweepCell } from '@evenkeel/domain/backtest';
import { cellName } from '@evenkeel/report';
import { sweepPage } from '@evenkeel/report/pages';
import { parseGrid, type GridOptions } from './grid';
import { checkOutputs, writeArtifacts, type Artifact } from '../files/output';
import { linesFor } from '../terminal/page';
import { delayedProgress, type Progress } from '../terminal/progress';
import { openStudy, type CommandContext, type Study, type StudyOptions } from './study';
import { sweepCsv } from './sweep-csv';

/** The options of `sweep`, as typed. */
export interface SweepOptions extends StudyOptions, GridOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
}

/**
 * `evenkeel sweep`: prints the heat map, or what was asked for in its place.
 * @throws AppError as {@link openStudy}, {@link parseGrid}; `failed` where every cell comes to nothing
 */
export async function sweepCommand(options: SweepOptions, context: CommandContext): Promise<void> {
  const { json, csv } = options;
  await checkOutputs({ '--json': json, '--csv': csv });
  const study = await openStudy(options, context);
  const grid = parseGrid(options, study.portfolio);
  const progress = delayedProgress(context.narration, 'sweep', cellCount(grid), () => performance.now());
  let done = 0;
  const onCell = (cell: SweepCell): void => progress.update((done += 1), cellName(cell));
  const report = stopping(progress, () => sweepReport({ ...study, series: study.prices.series }, grid, onCell));
  requireSurvivor(report);
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: sweepCsv(report, study.prices) });
  if (json !== undefined) artifacts.push({ path: json, text: sweepJson(report, study) });
  if (json !== '-' && csv !== '-') {
    const { panel, prices } = study;
    const page = sweepPage({ ...study, report, dropped: droppedReasons(panel, prices.series) });
    artifacts.push({ path: '-', text: linesFor(page, context.output).join('\n') });
  }
  await writeArtifacts(artifacts, context.output);
}

function sweepJson(report: SweepReport, { prices, doubts }: Study): string {
  return JSON.stringify({ source: prices.source, ...report, doubts });
}

/** @throws AppError `failed` where every cell came to nothing, with the reason of the first */
function requireSurvivor({ cells }: SweepReport): void {
  const [first] = cells;
  if (first?.error === undefined || cells.some(({ error }) => error === undefined)) return;
  const what = cells.length === 1 ? 'the only cell came to nothing' : `all ${cells.length} cells came to nothing`;
  throw new AppError('failed', `sweep: ${what}; ${cellName(first)}: ${first.error}`);
}

/** The answer of `work`; the progress it has shown ends with it, also where it fails. */
function stopping<T>(progress: Progress, work: () => T): T {
  try {
    return work();
  } finally {
    progress.stop();
  }
}
