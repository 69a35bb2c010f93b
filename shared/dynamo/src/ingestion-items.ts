import type { SessionDate } from '@evenkeel/domain/calendar';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { parseTicker } from '@evenkeel/domain/prices';
import type { Item } from './bar-item';
import type { Coverage, Held, QuarantineEntry, RunRecord, UpcomingEvent } from './ingestion-records';

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
  const { ticker, state, fillingFrom, first, last, gaps, held, vintage, upcoming } = coverage;
  return {
    pk: { S: PARTITION.coverage },
    sk: { S: ticker },
    state: { S: state },
    vintage: { S: vintage },
    gaps: { L: gaps.map((session) => ({ S: session })) },
    held: { L: held.map((each) => ({ M: { session: { S: each.session }, scope: { S: each.scope }, reason: { S: each.reason } } })) },
    upcoming: {
      L: upcoming.map((event) => ({
        M: { session: { S: event.session }, kind: { S: event.kind }, amount: { S: event.amount } },
      })),
    },
    ...(fillingFrom === undefined ? {} : { fillingFrom: { S: fillingFrom } }),
    ...(first === undefined ? {} : { first: { S: first } }),
    ...(last === undefined ? {} : { last: { S: last } }),
  };
}

/** The coverage of an item. */
export function coverageOfItem(item: Item): Coverage {
  return {
    ticker: parseTicker(item.sk?.S ?? '', 'coverage item'),
    state: item.state?.S === 'complete' ? 'complete' : 'filling',
    fillingFrom: session(item.fillingFrom?.S),
    first: session(item.first?.S),
    last: session(item.last?.S),
    gaps: (item.gaps?.L ?? []).flatMap((gap) => present(session(gap.S))),
    held: (item.held?.L ?? []).flatMap((each) => present(heldOf(each.M ?? {}))),
    vintage: item.vintage?.S ?? '',
    upcoming: (item.upcoming?.L ?? []).flatMap((event) => present(upcomingEvent(event.M ?? {}))),
  };
}

/** The key of something in quarantine: one a symbol, session and scope, so that the latest verdict counts. */
export function quarantineKey(ticker: Ticker, { session: date, scope }: Held): Item {
  return { pk: { S: PARTITION.quarantine(ticker) }, sk: { S: `${date}#${scope}` } };
}

/** The item of something that was not believed. */
export function quarantineItem(entry: QuarantineEntry): Item {
  return {
    ...quarantineKey(entry.ticker, entry),
    reason: { S: entry.reason },
    detail: { S: entry.detail },
    seenAt: { S: entry.seenAt },
  };
}

/** The entry of a quarantine item; none where the key is not one. */
export function quarantineOfItem(ticker: Ticker, item: Item): readonly QuarantineEntry[] {
  const [date, scope = ''] = (item.sk?.S ?? '').split('#');
  const valid = session(date);
  if (valid === undefined) return [];
  return [{ ticker, session: valid, scope, reason: item.reason?.S ?? '', detail: item.detail?.S ?? '', seenAt: item.seenAt?.S ?? '' }];
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

function heldOf(item: Item): Held | undefined {
  const date = session(item.session?.S);
  return date === undefined ? undefined : { session: date, scope: item.scope?.S ?? '', reason: item.reason?.S ?? '' };
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
