import type { BacktestReport } from '@evenkeel/domain/analysis';
import { span } from '../../formats/dates';
import { counted } from '../../formats/numbers';
import type { Page } from '../../model/page';
import { cashNotice, leverageNotices, sharedNotice, shortRunNotice } from '../../notices/run';
import { priceNotices, syntheticWarning, type PriceBasis } from '../prices';
import { riskFreeLine } from '../risk-free';
import { attributionBlock, exposureOriginBlock } from './attribution';
import { curvesOf } from './curves';
import {
  benchmarkBlock,
  exposureBlock,
  intervalBlock,
  periodsBlock,
  returnsBlock,
  riskBlock,
  tradingBlock,
} from './metric-blocks';
import { pairsBlock } from './pairs';
import { monthlyBlock, yearlyBlock } from './periods';
import { filterLines } from './regime-filter';
import { rulesOf } from './rules';
import { crisesBlock, drawdownsBlock } from './stress';

/** A backtest's report with what it rests on. */
export interface BacktestResult extends PriceBasis {
  readonly report: BacktestReport;
  /** Risk-free rate of each session. */
  readonly riskFree: Float64Array;
  /** Sessions that each pair was in cash at the close, in the order of the pairs. */
  readonly sessionsInCash: readonly number[];
}

/**
 * The tearsheet of a backtest: what was run, the curve, what is odd about it, then the figures from returns to
 * single pairs.
 */
export function tearsheet(result: BacktestResult): Page {
  const { report, prices, riskFree, sessionsInCash } = result;
  const { configuration } = report;
  return {
    title: `${report.portfolio}  ${span(report.first, report.last)}  ${counted(report.sessions, 'session')}`,
    warning: syntheticWarning(prices),
    about: [
      ...rulesOf(configuration),
      ...filterLines(configuration, report.sessions, sessionsInCash),
      riskFreeLine(configuration.riskFreeRate, riskFree, report),
      `prices: ${prices.origin}; amounts in their currency`,
    ],
    lead: curvesOf(report),
    notices: [...priceNotices(result), ...runNotices(report)],
    blocks: [
      returnsBlock(report),
      periodsBlock(report),
      riskBlock(report),
      benchmarkBlock(report),
      tradingBlock(report),
      exposureBlock(report),
      intervalBlock(report),
      attributionBlock(report),
      exposureOriginBlock(report),
      pairsBlock(report),
      drawdownsBlock(report),
      crisesBlock(report),
      monthlyBlock(report),
      yearlyBlock(report),
    ],
  };
}

/** What is odd about the run itself. */
function runNotices({
  curve,
  minCash,
  first,
  sharedSymbols,
  sessions,
  trades,
  configuration,
}: BacktestReport): string[] {
  const below = curve.filter(({ cash }) => cash < 0);
  const when = `on ${counted(below.length, 'session')} from ${below[0]?.date ?? first}`;
  return [
    ...leverageNotices(configuration.pairs, first),
    ...cashNotice(minCash, configuration.capital, when),
    ...sharedNotice(sharedSymbols),
    ...shortRunNotice(sessions),
    ...(trades.length === 0 ? [`nothing was bought in ${counted(sessions, 'session')}: all is cash`] : []),
  ];
}
