import type { BacktestReport } from '@evenkeel/domain/analysis';
import { cashNotice, counted, sharedNotice, shortRunNotice } from '@evenkeel/report';
import { noticeLines } from '../layout/notice-lines';
import type { Page } from '../layout/page';
import type { Background } from './background';

/** What a reader must know before believing the figures; empty when nothing is odd. */
export function notices(report: BacktestReport, { oddities }: Background, page: Page): string[] {
  const { curve, minCash, sharedSymbols, sessions, configuration } = report;
  const below = curve.filter(({ cash }) => cash < 0);
  const when = `on ${counted(below.length, 'session')} from ${below[0]?.date ?? report.first}`;
  return noticeLines(
    [
      ...oddities,
      ...cashNotice(minCash, configuration.capital, when),
      ...sharedNotice(sharedSymbols),
      ...shortRunNotice(sessions),
      ...idleNotice(report),
    ],
    page,
  );
}

function idleNotice({ trades, sessions }: BacktestReport): string[] {
  return trades.length === 0 ? [`nothing was bought in ${counted(sessions, 'session')}: all is cash`] : [];
}
