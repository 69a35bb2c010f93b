import type { Analysis, Distribution, PairAnalysis } from '@evenkeel/domain/analysis';
import type { DroppedReasons, PriceDoubt } from '@evenkeel/domain/backtest';
import { pairKey, type Pair } from '@evenkeel/domain/pairs';
import type { Ticker } from '@evenkeel/domain/prices';
import { span } from '../formats/dates';
import { ABSENT, change, count, counted, percent, ratio } from '../formats/numbers';
import type { Cell, Column } from '../model/content';
import { cell, figureColumn, figures, nameColumn, tableBlock } from '../model/make';
import type { Block, Page, Section } from '../model/page';
import { droppedNotices } from '../notices/dropped-sessions';
import { doubtNotices } from '../notices/price-doubts';
import { leverageNotices, sharedNotice } from '../notices/run';
import { syntheticWarning, type PriceOrigin } from './prices';

/** Cells with fewer sessions are printed faintly: their figures are chance. */
const TELLING = 20;

/** An analysis with what it rests on. */
export interface AnalysisResult {
  readonly analysis: Analysis;
  /** In the order of the analysis. */
  readonly pairs: readonly Pair[];
  readonly prices: PriceOrigin;
  /** Legs of more than one pair. */
  readonly sharedSymbols: readonly Ticker[];
  /** What the price table would not have taken. */
  readonly doubts: readonly PriceDoubt[];
  /** Why sessions were left out, for each pair in order. */
  readonly dropped: readonly DroppedReasons[];
}

/** An exploratory analysis: all pairs in a line each, then pair by pair. */
export function analysisPage({ analysis, pairs, prices, sharedSymbols, doubts, dropped }: AnalysisResult): Page {
  return {
    warning: syntheticWarning(prices),
    about: [
      `prices: ${prices.origin}; daily results of a pair bought anew at hedge weights each session, before costs`,
    ],
    notices: [...doubtNotices(doubts), ...sharedNotice(sharedSymbols)],
    blocks: [summaryBlock(analysis.pairs)],
    sections: analysis.pairs.map((pair, at) => pairSection(pair, pairs.slice(at, at + 1), dropped[at])),
  };
}

function pairSection(analysed: PairAnalysis, stated: readonly Pair[], dropped: DroppedReasons | undefined): Section {
  const { first, last, sessions } = analysed;
  return {
    title: `${pairKey(analysed)}  ${span(first, last)}  ${counted(sessions, 'session')}`,
    about: [currentRegimes(analysed)],
    notices: [...(dropped === undefined ? [] : droppedNotices(dropped)), ...leverageNotices(stated, first)],
    blocks: [
      totalBlock(analysed),
      hedgeBlock(analysed),
      cellsBlock(analysed),
      distributionsBlock(analysed),
      directionBlock(analysed),
      annualBlock(analysed),
    ],
  };
}

function summaryBlock(pairs: readonly PairAnalysis[]): Block {
  const rows = pairs.map(({ sessions, total, current, hedgeBeta, ...pair }) => {
    const hedge = hedgeBeta.at(-1);
    return [
      pairKey(pair),
      cell(sessions, count),
      cell(total.return, change()),
      cell(total.held, change()),
      cell(total.sharpe, ratio()),
      current.volatilityRegime ?? ABSENT,
      current.correlationRegime ?? ABSENT,
      cell(hedge?.beta, ratio()),
      cell(hedge?.expected, ratio()),
    ];
  });
  const columns = [
    nameColumn(''),
    figureColumn('sessions'),
    figureColumn('re-hedged'),
    figureColumn('held'),
    figureColumn('Sharpe'),
    nameColumn('volatility now', 'vol. now'),
    nameColumn('correlation now', 'corr. now'),
    figureColumn('hedge beta', 'beta'),
    figureColumn('stated'),
  ];
  const notes = [
    'total return before costs: re-hedged every session, or both legs bought at hedge weights once and held',
  ];
  return tableBlock('Pairs', columns, rows, { notes });
}

function currentRegimes({ current }: PairAnalysis): string {
  const { volatility, volatilityRegime, correlation, correlationRegime } = current;
  return `now: volatility ${percent(1)(volatility)} a year (${volatilityRegime ?? ABSENT}), correlation of the legs ${ratio()(correlation)} (${correlationRegime ?? ABSENT})`;
}

const SAMPLE: readonly Column[] = [
  figureColumn('sessions'),
  figureColumn('mean a day', 'mean'),
  figureColumn('sd a day', 'sd'),
  figureColumn('Sharpe'),
  figureColumn('25 %'),
  figureColumn('median'),
  figureColumn('75 %'),
];

function sampleCells({ count: sessions, mean, sd, sharpe, quartiles: [q25, median, q75] }: Distribution): Cell[] {
  return [
    cell(sessions, count),
    cell(mean, change(4)),
    cell(sd, percent(4)),
    cell(sharpe, ratio()),
    cell(q25, change(4)),
    cell(median, change(4)),
    cell(q75, change(4)),
  ];
}

function totalBlock({ total }: PairAnalysis): Block {
  return tableBlock('All sessions', SAMPLE, [sampleCells(total)], { pinned: 0 });
}

function cellsBlock({ cells }: PairAnalysis): Block {
  const rows = cells.map((one) => byEvidence(one.count, [one.volatility, one.correlation, ...sampleCells(one)]));
  const columns = [nameColumn('volatility', 'vol.'), nameColumn('correlation', 'corr.'), ...SAMPLE];
  return tableBlock('By regime of volatility and correlation', columns, rows, { pinned: 2, notes: thinNotes(cells) });
}

function distributionsBlock({ distributions }: PairAnalysis): Block {
  const rows = (['volatility', 'correlation'] as const).flatMap((statistic) =>
    distributions[statistic].map((one) => [
      `${statistic} ${one.regime}`,
      ...sampleCells(one),
      cell(one.min, change()),
      cell(one.max, change()),
    ]),
  );
  const columns = [nameColumn(''), ...SAMPLE, figureColumn('lowest'), figureColumn('highest')];
  return tableBlock('Distribution by regime', columns, rows);
}

function directionBlock({ direction }: PairAnalysis): Block {
  const rows = direction.map((one) =>
    byEvidence(one.count, [
      one.volatility,
      one.direction,
      cell(one.count, count),
      cell(one.mean, change(3)),
      cell(one.expected, change(3)),
      cell(one.daily, change(4)),
    ]),
  );
  const columns = [
    nameColumn('volatility', 'vol.'),
    nameColumn('base went', 'base'),
    figureColumn('sessions'),
    figureColumn('21 sessions'),
    figureColumn('theory'),
    figureColumn('mean a day', 'mean'),
  ];
  return tableBlock('Left alone for 21 sessions, by where the base went', columns, rows, {
    pinned: 2,
    notes: thinNotes(direction),
  });
}

function byEvidence(sessions: number, cells: readonly (string | Cell)[]): readonly (string | Cell)[] {
  if (sessions >= TELLING) return cells;
  return cells.map((one) => (typeof one === 'string' ? { text: one, tone: 'faint' } : { ...one, tone: 'faint' }));
}

function thinNotes(cells: readonly { readonly count: number }[]): string[] {
  const thin = cells.filter(({ count: sessions }) => sessions < TELLING).length;
  return thin === 0 ? [] : [`${counted(thin, 'row')} of fewer than ${TELLING} sessions: too few to tell anything`];
}

function annualBlock({ annualSharpe }: PairAnalysis): Block {
  const rows = Object.entries(annualSharpe).map(([year, sharpe]) => [year, cell(sharpe, ratio(2))]);
  return tableBlock('Sharpe by year', [nameColumn(''), figureColumn('')], rows);
}

function hedgeBlock({ hedgeBeta }: PairAnalysis): Block {
  const betas = hedgeBeta.flatMap(({ beta }) => (beta === null ? [] : [beta]));
  const last = hedgeBeta.at(-1);
  if (last === undefined || betas.length === 0) return { contents: [] };
  const named = (label: string, beta: number | null) => ({ label, cell: cell(beta, ratio()) });
  return {
    title: 'Beta of the inverse on its base, 63 sessions',
    contents: [
      { kind: 'sparkline', values: betas },
      figures([
        named('lowest', Math.min(...betas)),
        named('highest', Math.max(...betas)),
        named('latest', last.beta),
        named('stated', last.expected),
      ]),
    ],
  };
}
