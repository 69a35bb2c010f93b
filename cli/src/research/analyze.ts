import { buildAnalysis, type Analysis } from '@evenkeel/domain/analysis';
import { buildPanel, droppedReasons, priceDoubts, type Panel, type PriceDoubt } from '@evenkeel/domain/backtest';
import { sharedSymbols, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { analysisPage } from '@evenkeel/report/pages';
import { analysisCsv } from './analysis-csv';
import { checkOutputs, writeArtifacts, type Artifact } from '../files/output';
import { linesFor } from '../terminal/page';
import type { PriceProvenance } from '../files/prices';
import { loadStudy, type CommandContext, type StudyOptions } from './study';

/** The options of `analyze`, as typed. */
export interface AnalyzeOptions extends StudyOptions {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
}

/**
 * `evenkeel analyze`: each pair of the portfolio over the sessions that both its legs have.
 * @throws AppError naming the option, file, symbol or range
 */
export async function analyzeCommand(options: AnalyzeOptions, context: CommandContext): Promise<void> {
  const { json, csv } = options;
  await checkOutputs({ '--json': json, '--csv': csv });
  const { portfolio, prices, range } = await loadStudy(options, context, ({ pairs }) => symbolsOf({ pairs }));
  const panels = portfolio.pairs.map((pair) =>
    buildPanel({ ...portfolio, pairs: [pair], benchmark: undefined }, prices.series, range),
  );
  const analysis = buildAnalysis(panels);
  const shared = sharedSymbols(portfolio);
  const sessions = [...new Set(panels.flatMap((panel) => panel.sessions))].sort();
  const doubts = priceDoubts(portfolio, prices.series, sessions);
  const artifacts: Artifact[] = [];
  if (csv !== undefined) artifacts.push({ path: csv, text: analysisCsv(analysis, prices) });
  if (json !== undefined)
    artifacts.push({
      path: json,
      text: analysisJson(analysis, panels, { source: prices.source, doubts, sharedSymbols: shared }),
    });
  if (json !== '-' && csv !== '-') {
    const page = analysisPage({
      analysis,
      pairs: portfolio.pairs,
      prices,
      sharedSymbols: shared,
      doubts,
      dropped: panels.map((panel) => droppedReasons(panel, prices.series)),
    });
    artifacts.push({ path: '-', text: linesFor(page, context.output).join('\n') });
  }
  await writeArtifacts(artifacts, context.output);
}

/** What an analysis rests on. */
interface Basis {
  readonly source: PriceProvenance;
  readonly doubts: readonly PriceDoubt[];
  readonly sharedSymbols: readonly Ticker[];
}

/** The analysis with what it rests on, and each pair's sessions that were left out. */
function analysisJson({ pairs }: Analysis, panels: readonly Panel[], basis: Basis): string {
  const withDropped = pairs.map((pair, at) => ({
    ...pair,
    droppedSessions: panels[at]?.droppedSessions,
    dropped: panels[at]?.dropped,
  }));
  return JSON.stringify({ ...basis, pairs: withDropped });
}
