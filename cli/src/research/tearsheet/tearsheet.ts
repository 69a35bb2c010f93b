import type { BacktestReport } from '@evenkeel/domain/analysis';
import { pageOf } from '../layout/blocks';
import type { Page } from '../layout/page';
import { attributionBlock } from './attribution';
import type { Background } from './background';
import { headline } from './headline';
import { benchmarkBlock, exposureBlock, intervalBlock, returnsBlock, riskBlock, tradingBlock } from './metric-blocks';
import { notices } from './notices';
import { monthlyBlock, yearlyBlock } from './periods';
import { pairsBlock } from './pairs';
import { crisesBlock, drawdownsBlock } from './stress';

/**
 * The lines of a backtest for a person: what was run, what is odd about it, the curve, then the
 * figures from returns to single pairs.
 */
export function tearsheet(report: BacktestReport, background: Background, page: Page): string[] {
  const blocks = [
    returnsBlock(report),
    riskBlock(report),
    benchmarkBlock(report),
    tradingBlock(report),
    exposureBlock(report),
    intervalBlock(report),
    attributionBlock(report),
    pairsBlock(report),
    drawdownsBlock(report),
    crisesBlock(report),
    monthlyBlock(report, page.ink),
    yearlyBlock(report, page.ink),
  ];
  return [
    ...headline(report, background, page),
    ...notices(report, background, page),
    ...pageOf(blocks, page.width, page.ink),
  ];
}
