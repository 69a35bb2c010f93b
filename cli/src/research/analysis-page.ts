import type { Analysis, Distribution, PairAnalysis } from '@evenkeel/domain/analysis';
import { figures, tableLines, words } from '../terminal/table';
import { pageOf, type Block } from './layout/blocks';
import { ABSENT, change, count, counted, percent, ratio } from './layout/figures';
import { sparkline } from './layout/sparkline';
import { syntheticNotice, type Page, type PriceOrigin } from './layout/page';

/** The lines of an exploratory analysis for a person, pair by pair. */
export function analysisPage({ pairs }: Analysis, prices: PriceOrigin, page: Page): string[] {
  const { width, ink } = page;
  return [
    ...syntheticNotice(prices, ink),
    ink.paint('dim', `prices: ${prices.origin}; daily results of a pair bought anew at hedge weights each session, before costs`),
    '',
    ...pairs.flatMap((pair) => [
      ink.paint('bold', `${pair.base}/${pair.inverse}  ${pair.first} to ${pair.last}  ${counted(pair.sessions, 'session')}`),
      ink.paint('dim', currentRegimes(pair)),
      '',
      ...pageOf(
        [totalBlock(pair), hedgeBlock(pair, Math.min(60, width)), cellsBlock(pair), distributionsBlock(pair), directionBlock(pair), annualBlock(pair)],
        width,
        ink,
      ),
    ]),
  ];
}

function currentRegimes({ current }: PairAnalysis): string {
  const { volatility, volatilityRegime, correlation, correlationRegime } = current;
  return `now: volatility ${percent(1)(volatility)} a year (${volatilityRegime ?? ABSENT}), correlation of the legs ${ratio()(correlation)} (${correlationRegime ?? ABSENT})`;
}

const SAMPLE = ['sessions', 'mean a day', 'sd a day', 'Sharpe', '25 %', 'median', '75 %'];

function sampleCells({ count: n, mean, sd, sharpe, quartiles: [q25, median, q75] }: Distribution): string[] {
  return [count(n), change(4)(mean), percent(4)(sd), ratio()(sharpe), change(4)(q25), change(4)(median), change(4)(q75)];
}

function totalBlock({ total }: PairAnalysis): Block {
  return { title: 'All sessions', lines: tableLines(SAMPLE.map(figures), [sampleCells(total)], 'compact') };
}

function cellsBlock({ cells }: PairAnalysis): Block {
  const rows = cells.map((cell) => [cell.volatility, cell.correlation, ...sampleCells(cell)]);
  return {
    title: 'By regime of volatility and correlation',
    lines: tableLines([words('volatility'), words('correlation'), ...SAMPLE.map(figures)], rows, 'compact'),
  };
}

function distributionsBlock({ distributions }: PairAnalysis): Block {
  const rows = (['volatility', 'correlation'] as const).flatMap((statistic) =>
    distributions[statistic].map((one) => [`${statistic} ${one.regime}`, ...sampleCells(one), change(2)(one.min), change(2)(one.max)]),
  );
  return {
    title: 'Distribution by regime',
    lines: tableLines([words(''), ...[...SAMPLE, 'lowest', 'highest'].map(figures)], rows, 'compact'),
  };
}

function directionBlock({ direction }: PairAnalysis): Block {
  const rows = direction.map((cell) => [
    cell.volatility,
    cell.direction,
    count(cell.count),
    change(3)(cell.mean),
    change(3)(cell.expected),
    change(4)(cell.daily),
  ]);
  const columns = [words('volatility'), words('base went'), figures('sessions'), figures('21 sessions'), figures('theory'), figures('mean a day')];
  return { title: 'Left alone for 21 sessions, by where the base went', lines: tableLines(columns, rows, 'compact') };
}

function annualBlock({ annualSharpe }: PairAnalysis): Block {
  const rows = Object.entries(annualSharpe).map(([year, sharpe]) => [year, ratio(2)(sharpe)]);
  return { title: 'Sharpe by year', lines: tableLines([words(''), figures('')], rows, 'compact') };
}

function hedgeBlock({ hedgeBeta }: PairAnalysis, width: number): Block {
  const betas = hedgeBeta.flatMap(({ beta }) => (beta === null ? [] : [beta]));
  const last = hedgeBeta.at(-1);
  if (last === undefined || betas.length === 0) return { title: 'Hedge check', lines: [] };
  const rows = [
    ['lowest', ratio()(Math.min(...betas))],
    ['highest', ratio()(Math.max(...betas))],
    ['latest', ratio()(last.beta)],
    ['stated', ratio()(last.expected)],
  ];
  return {
    title: 'Beta of the inverse on its base, 63 sessions',
    lines: [sparkline(betas, width - 10), ...tableLines([words(''), figures('')], rows, 'compact')],
  };
}
