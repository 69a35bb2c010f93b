import type { SessionDate } from '@evenkeel/domain/calendar';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { parseTicker } from '@evenkeel/domain/prices';
import type { Item } from './bar-item';
import type { Coverage, Quarantined, RunRecord, UpcomingEvent } from './ingestion-state';

/** Partitions of the Ingestion table. */
export const PARTITION = {
  coverage: 'coverage',
  run: (job: string) => `run#${job}`,
  quarantine: (ticker: Ticker) => `quarantine#${ticker}`,
} as const;

/** Runs older than this may be forgotten; the table's time to live removes them. */
const RUN_KEPT_DAYS = 400;

/** The item of a symbol's coverage. */
export function coverageItem(coverage: Coverage): Item {
  const { ticker, state, first, last, gaps, vintage, upcoming } = coverage;
  return {
    pk: { S: PARTITION.coverage },
    sk: { S: ticker },
    state: { S: state },
    vintage: { S: vintage },
    gaps: { L: gaps.map((session) => ({ S: session })) },
    upcoming: {
      L: upcoming.map((event) => ({
        M: { session: { S: event.session }, kind: { S: event.kind }, amount: { S: event.amount } },
      })),
    },
    ...(first === undefined ? {} : { first: { S: first } }),
    ...(last === undefined ? {} : { last: { S: last } }),
  };
}

/** The coverage of an item. */
export function coverageOfItem(item: Item): Coverage {
  return {
    ticker: parseTicker(item.sk?.S ?? '', 'coverage item'),
    state: item.state?.S === 'complete' ? 'complete' : 'filling',
    first: session(item.first?.S),
    last: session(item.last?.S),
    gaps: (item.gaps?.L ?? []).flatMap((gap) => present(session(gap.S))),
    vintage: item.vintage?.S ?? '',
    upcoming: (item.upcoming?.L ?? []).flatMap((event) => present(upcomingEvent(event.M ?? {}))),
  };
}

/** The item of something that was not believed. One a symbol and session: the latest verdict counts. */
export function quarantineItem(entry: Quarantined): Item {
  return {
    pk: { S: PARTITION.quarantine(entry.ticker) },
    sk: { S: entry.session },
    reason: { S: entry.reason },
    detail: { S: entry.detail },
    seenAt: { S: entry.seenAt },
  };
}

/** The entry of a quarantine item. */
export function quarantineOfItem(ticker: Ticker, item: Item): readonly Quarantined[] {
  const date = session(item.sk?.S);
  if (date === undefined) return [];
  return [{ ticker, session: date, reason: item.reason?.S ?? '', detail: item.detail?.S ?? '', seenAt: item.seenAt?.S ?? '' }];
}

/** The item of a finished run, with the instant (s since the epoch) after which it may go. */
export function runItem(record: RunRecord): Item {
  const expires = Math.floor(Date.parse(record.finishedAt) / 1000) + RUN_KEPT_DAYS * 86_400;
  return {
    pk: { S: PARTITION.run(record.job) },
    sk: { S: record.run },
    finishedAt: { S: record.finishedAt },
    summary: { S: record.summary },
    forgetAfter: { N: String(expires) },
  };
}

/** The record of a run's item. */
export function runOfItem(job: string, item: Item): RunRecord {
  return { job, run: item.sk?.S ?? '', finishedAt: item.finishedAt?.S ?? '', summary: item.summary?.S ?? '' };
}

function upcomingEvent(item: Item): UpcomingEvent | undefined {
  const date = session(item.session?.S);
  if (date === undefined) return undefined;
  return { session: date, kind: item.kind?.S === 'split' ? 'split' : 'dividend', amount: item.amount?.S ?? '0' };
}

function session(text: string | undefined): SessionDate | undefined {
  return text !== undefined && isSessionDate(text) ? text : undefined;
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
