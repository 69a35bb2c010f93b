import type { Analysis, Distribution, PairAnalysis } from '@evenkeel/domain/analysis';
import type { Ticker } from '@evenkeel/domain/prices';
import { pageOf, tableBlock, textBlock, type Block } from './layout/blocks';
import { ABSENT, change, count, counted, percent, ratio, sharedNotice } from '@evenkeel/report';
import { figuresOf, wordsOf, type FittedColumn } from './layout/fitted-table';
import type { Ink } from './layout/ink';
import { noticeLines } from './layout/notice-lines';
import { syntheticNotice, type Page, type PriceOrigin } from './layout/page';
import { sparkline } from './layout/sparkline';
import { wrapped } from './layout/wrapped';

/** Cells with fewer sessions are printed faintly: their figures are chance. */
const TELLING = 20;

/** What an analysis says of its data beside the figures. */
export interface AnalysisBackground {
  readonly prices: PriceOrigin;
  readonly sharedSymbols: readonly Ticker[];
  /** What is doubtful about the prices, a notice each. */
  readonly doubts: readonly string[];
  /** Which sessions were left out and why, for each pair in order. */
  readonly dropped: readonly (readonly string[])[];
}

/** The lines of an exploratory analysis for a person: all pairs in a line each, then pair by pair. */
export function analysisPage(
  { pairs }: Analysis,
  { prices, sharedSymbols, doubts, dropped }: AnalysisBackground,
  page: Page,
): string[] {
  const { width, ink } = page;
  const dim = (text: string) => wrapped(text, width).map((line) => ink.paint('dim', line));
  return [
    ...syntheticNotice(prices, ink),
    ...dim(`prices: ${prices.origin}; daily results of a pair bought anew at hedge weights each session, before costs`),
    '',
    ...noticeLines([...doubts, ...sharedNotice(sharedSymbols)], page),
    ...pageOf([summaryBlock(pairs)], width, ink),
    ...pairs.flatMap((pair, at) => [
      ...wrapped(
        `${pair.base}/${pair.inverse}  ${pair.first} to ${pair.last}  ${counted(pair.sessions, 'session')}`,
        width,
      ).map((line) => ink.paint('bold', line)),
      ...dim(currentRegimes(pair)),
      '',
      ...noticeLines(dropped[at] ?? [], page),
      ...pageOf(
        [
          totalBlock(pair),
          hedgeBlock(pair),
          cellsBlock(pair, ink),
          distributionsBlock(pair),
          directionBlock(pair, ink),
          annualBlock(pair),
        ],
        width,
        ink,
      ),
    ]),
  ];
}

function summaryBlock(pairs: readonly PairAnalysis[]): Block {
  const rows = pairs.map(({ base, inverse, sessions, total, current, hedgeBeta }) => {
    const hedge = hedgeBeta.at(-1);
    return [
      `${base}/${inverse}`,
      count(sessions),
      ratio()(total.sharpe),
      current.volatilityRegime ?? ABSENT,
      current.correlationRegime ?? ABSENT,
      ratio()(hedge?.beta),
      ratio()(hedge?.expected),
    ];
  });
  const columns = [
    wordsOf(''),
    figuresOf('sessions'),
    figuresOf('Sharpe'),
    wordsOf('volatility now', 'vol. now'),
    wordsOf('correlation now', 'corr. now'),
    figuresOf('hedge beta', 'beta'),
    figuresOf('stated'),
  ];
  return tableBlock('Pairs', columns, rows);
}

function currentRegimes({ current }: PairAnalysis): string {
  const { volatility, volatilityRegime, correlation, correlationRegime } = current;
  return `now: volatility ${percent(1)(volatility)} a year (${volatilityRegime ?? ABSENT}), correlation of the legs ${ratio()(correlation)} (${correlationRegime ?? ABSENT})`;
}

const SAMPLE: readonly FittedColumn[] = [
  figuresOf('sessions'),
  figuresOf('mean a day', 'mean'),
  figuresOf('sd a day', 'sd'),
  figuresOf('Sharpe'),
  figuresOf('25 %'),
  figuresOf('median'),
  figuresOf('75 %'),
];

function sampleCells({ count: n, mean, sd, sharpe, quartiles: [q25, median, q75] }: Distribution): string[] {
  return [
    count(n),
    change(4)(mean),
    percent(4)(sd),
    ratio()(sharpe),
    change(4)(q25),
    change(4)(median),
    change(4)(q75),
  ];
}

function totalBlock({ total }: PairAnalysis): Block {
  return tableBlock('All sessions', SAMPLE, [sampleCells(total)], { pinned: 0 });
}

function cellsBlock({ cells }: PairAnalysis, ink: Ink): Block {
  const rows = cells.map((cell) =>
    byEvidence(cell.count, [cell.volatility, cell.correlation, ...sampleCells(cell)], ink),
  );
  const columns = [wordsOf('volatility', 'vol.'), wordsOf('correlation', 'corr.'), ...SAMPLE];
  return tableBlock('By regime of volatility and correlation', columns, rows, { pinned: 2, notes: thinNotes(cells) });
}

function distributionsBlock({ distributions }: PairAnalysis): Block {
  const rows = (['volatility', 'correlation'] as const).flatMap((statistic) =>
    distributions[statistic].map((one) => [
      `${statistic} ${one.regime}`,
      ...sampleCells(one),
      change()(one.min),
      change()(one.max),
    ]),
  );
  return tableBlock(
    'Distribution by regime',
    [wordsOf(''), ...SAMPLE, figuresOf('lowest'), figuresOf('highest')],
    rows,
  );
}

function directionBlock({ direction }: PairAnalysis, ink: Ink): Block {
  const rows = direction.map((cell) =>
    byEvidence(
      cell.count,
      [
        cell.volatility,
        cell.direction,
        count(cell.count),
        change(3)(cell.mean),
        change(3)(cell.expected),
        change(4)(cell.daily),
      ],
      ink,
    ),
  );
  const columns = [
    wordsOf('volatility', 'vol.'),
    wordsOf('base went', 'base'),
    figuresOf('sessions'),
    figuresOf('21 sessions'),
    figuresOf('theory'),
    figuresOf('mean a day', 'mean'),
  ];
  return tableBlock('Left alone for 21 sessions, by where the base went', columns, rows, {
    pinned: 2,
    notes: thinNotes(direction),
  });
}

function byEvidence(sessions: number, cells: readonly string[], ink: Ink): string[] {
  return cells.map((cell) => (sessions < TELLING ? ink.paint('dim', cell) : cell));
}

function thinNotes(cells: readonly { readonly count: number }[]): string[] {
  const thin = cells.filter(({ count: sessions }) => sessions < TELLING).length;
  return thin === 0 ? [] : [`${counted(thin, 'row')} of fewer than ${TELLING} sessions: too few to tell anything`];
}

function annualBlock({ annualSharpe }: PairAnalysis): Block {
  const rows = Object.entries(annualSharpe).map(([year, sharpe]) => [year, ratio(2)(sharpe)]);
  return tableBlock('Sharpe by year', [wordsOf(''), figuresOf('')], rows);
}

function hedgeBlock({ hedgeBeta }: PairAnalysis): Block {
  const title = 'Beta of the inverse on its base, 63 sessions';
  const betas = hedgeBeta.flatMap(({ beta }) => (beta === null ? [] : [beta]));
  const last = hedgeBeta.at(-1);
  if (last === undefined || betas.length === 0) return textBlock(title, []);
  const rows = [
    ['lowest', ratio()(Math.min(...betas))],
    ['highest', ratio()(Math.max(...betas))],
    ['latest', ratio()(last.beta)],
    ['stated', ratio()(last.expected)],
  ];
  const table = tableBlock(title, [wordsOf(''), figuresOf('')], rows);
  return { title, lines: (width) => [sparkline(betas, Math.min(50, width)), ...table.lines(width)] };
}
