import type { BacktestReport } from '@evenkeel/domain/analysis';
import type { DroppedSession } from '@evenkeel/domain/backtest';
import { counted, money } from '../layout/figures';
import { wrapped } from '../layout/wrapped';
import type { Page } from '../layout/page';

/** More dates than this at a time are counted, not listed: the JSON has them all. */
const MOST_DATES = 200;

/** What a reader must know before believing the figures; empty when nothing is odd. */
export function notices(report: BacktestReport, { width, ink }: Page): string[] {
  const lines = [...droppedNotices(report.dropped), ...cashNotice(report), ...sharedNotice(report), ...idleNotice(report)];
  if (lines.length === 0) return [];
  return [...lines.flatMap((line) => wrapped(`! ${line}`, width)).map((line) => ink.paint('yellow', line)), ''];
}

function droppedNotices(dropped: readonly DroppedSession[]): string[] {
  const byMissing = new Map<string, string[]>();
  for (const { session, missing } of dropped) {
    const key = missing.join(', ');
    byMissing.set(key, [...(byMissing.get(key) ?? []), session]);
  }
  return [...byMissing].map(([missing, dates]) => {
    const more = dates.length - MOST_DATES;
    const listed = dates.slice(0, MOST_DATES).join(' ');
    return `${counted(dates.length, 'session')} left out, no bar of ${missing}: ${listed}${more > 0 ? ` and ${more} more, all in --json` : ''}`;
  });
}

function cashNotice({ minCash, curve }: BacktestReport): string[] {
  const below = curve.filter((point) => point.cash < 0);
  const [first] = below;
  // Self-financing trades leave a rounding rest of either sign.
  if (first === undefined || minCash > -0.005) return [];
  return [`cash below 0 on ${counted(below.length, 'session')} from ${first.date}, lowest ${money(minCash)}: borrowed at no interest here`];
}

function sharedNotice({ sharedSymbols }: BacktestReport): string[] {
  if (sharedSymbols.length === 0) return [];
  return [`${sharedSymbols.join(', ')}: in more than one pair, each pair holding and trading its own`];
}

function idleNotice({ trades, sessions }: BacktestReport): string[] {
  return trades.length === 0 ? [`nothing was bought in ${counted(sessions, 'session')}: all is cash`] : [];
}
