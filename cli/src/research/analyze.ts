import { buildAnalysis, type Analysis } from '@evenkeel/domain/analysis';
import { buildPanel, droppedReasons, priceDoubts, type Panel, type PriceDoubt } from '@evenkeel/domain/backtest';
import { sharedSymbols, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { doubtNotices, droppedNotices } from '@evenkeel/report';
import { analysisPage } from './analysis-page';
import { analysisCsv } from './analysis-csv';
import { checkTargets, deliver, pageWidth, refuseHtml, type Artifact } from '../files/output';
import type { PriceMark } from '../files/prices';
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
    const background = {
      prices,
      sharedSymbols: shared,
      doubts: doubtNotices(doubts),
      dropped: panels.map((panel) => droppedNotices(droppedReasons(panel, prices.series))),
    };
    const page = { width: pageWidth(surroundings.page), ink: surroundings.page };
    artifacts.push({ path: '-', text: analysisPage(analysis, background, page).join('\n') });
  }
  await deliver(artifacts, surroundings.page);
}

/** What an analysis rests on. */
interface Basis {
  readonly source: PriceMark;
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
