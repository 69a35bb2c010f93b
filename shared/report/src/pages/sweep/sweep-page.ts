import type { SweepReport, SweptCell } from '@evenkeel/domain/analysis';
import type { Portfolio } from '@evenkeel/domain/portfolio';
import { cellName } from '../../formats/cell-name';
import { span } from '../../formats/dates';
import { count, counted, percent, ratio } from '../../formats/numbers';
import { paragraph } from '../../model/make';
import type { Block, Page } from '../../model/page';
import { cashNotice, leverageNotices, sharedNotice, shortRunNotice } from '../../notices/run';
import { priceNotices, syntheticWarning, type PriceBasis } from '../prices';
import { riskFreeLine } from '../risk-free';
import { equalToBest, mapBlock } from './map';
import { rankedBlock } from './ranked';

/** A sweep with what it rests on. */
export interface SweepResult extends PriceBasis {
  readonly report: SweepReport;
  readonly portfolio: Portfolio;
  /** Risk-free rate of each session. */
  readonly riskFree: Float64Array;
}

/** A sweep: the map, the best runs, and what is left of the best. */
export function sweepPage(result: SweepResult): Page {
  const { report, portfolio, prices, riskFree } = result;
  const { cells, sessions } = report;
  return {
    title: `${report.portfolio}  ${span(report.first, report.last)}  ${counted(sessions, 'session')}  ${counted(cells.length, 'cell')}`,
    warning: syntheticWarning(prices),
    about: [`prices: ${prices.origin}; ${riskFreeLine(portfolio.riskFreeRate, riskFree, report)}`],
    notices: [
      ...priceNotices(result),
      ...leverageNotices(portfolio.pairs, report.first),
      ...sharedNotice(report.sharedSymbols),
      ...ruinNotice(cells),
      ...borrowNotice(report),
      ...shortRunNotice(sessions),
    ],
    blocks: [{ contents: [paragraph(READING)] }, mapBlock(report), rankedBlock(report), verdictBlock(report)],
  };
}

/** How to read the map. */
const READING =
  "Sharpe ratio, net. Beside it VR: the variance ratio of the base legs at the cell's mean holding period; above 1 theory pays for waiting, below 1 it charges.";

function ruinNotice(cells: readonly SweptCell[]): string[] {
  const ruined = cells.filter(({ error }) => error !== undefined);
  const [first] = ruined;
  if (first === undefined) return [];
  const what = `${count(ruined.length)} of ${counted(cells.length, 'cell')} came to nothing`;
  return [`${what}, marked ruined${ruined.length > 1 ? '; the first' : ''}: ${cellName(first)}: ${first.error ?? ''}`];
}

function borrowNotice({ cells, capital }: SweepReport): string[] {
  const borrowing = cells.filter(({ minCash }) => cashNotice(minCash ?? 0, capital, '').length > 0);
  const [first, ...others] = borrowing;
  if (first === undefined) return [];
  const deepest = others.reduce((low, cell) => ((cell.minCash ?? 0) < (low.minCash ?? 0) ? cell : low), first);
  return cashNotice(
    deepest.minCash ?? 0,
    capital,
    `in ${count(borrowing.length)} of ${counted(cells.length, 'cell')}, deepest at ${cellName(deepest)}`,
  );
}

function verdictBlock({ cells, best, trials, expectedBestSharpe }: SweepReport): Block {
  const title = 'What is left of the best';
  const cell = best === null ? undefined : cells[best];
  if (cell === undefined) return { title, contents: [paragraph('No cell has a Sharpe ratio: nothing moved.')] };
  const equal = equalToBest(cells, best);
  return {
    title,
    contents: [
      paragraph(
        `Deflated: ${percent(1)(cell.dsr)} probability that the best is more than the luckiest of ${counted(trials, 'distinct run')} (dsr).`,
      ),
      paragraph(
        `The best of ${counted(cells.length, 'cell')} (${cellName(cell)}${equal > 0 ? `, and ${count(equal)} equal` : ''}) shows a Sharpe ratio of ` +
          `${ratio()(cell.sharpe)}. The best of as many distinct runs without any skill, spread as these are, would show ${ratio()(expectedBestSharpe)}.`,
      ),
    ],
  };
}
