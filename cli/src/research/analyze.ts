import { buildAnalysis } from '@evenkeel/domain/analysis';
import { buildPanel } from '@evenkeel/domain/backtest';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import { analysisPage } from './analysis-page';
import { refuseHtml } from './backtest';
import { analysisCsv } from './analysis-csv';
import { checkTargets, deliver, pageWidth, type Artifact } from './output';
import { gather, type StudyOptions, type Surroundings } from './study';

/** The options of `analyze`, as typed. */
export interface AnalyzeOptions extends StudyOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
  readonly html?: string | undefined;
}

/**
 * `evenkeel analyze`: each pair of the portfolio over the sessions that both its legs have.
 * @throws AppError naming the option, file, symbol or range
 */
export async function analyzeCommand(options: AnalyzeOptions, surroundings: Surroundings): Promise<void> {
  const { json, csv, html } = options;
  refuseHtml(html);
  await checkTargets({ '--json': json, '--csv': csv });
  const { portfolio, prices, range } = await gather(options, surroundings, ({ pairs }) => symbolsOf({ pairs }));
  const panels = portfolio.pairs.map((pair) => buildPanel({ ...portfolio, pairs: [pair], benchmark: undefined }, prices.series, range));
  const analysis = buildAnalysis(panels);
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: analysisCsv(analysis) });
  if (json !== undefined) artifacts.push({ path: json, text: JSON.stringify(analysis) });
  if (json !== '-' && csv !== '-') {
    artifacts.push({ path: '-', text: analysisPage(analysis, prices, { width: pageWidth(surroundings.page), ink: surroundings.page }).join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}
