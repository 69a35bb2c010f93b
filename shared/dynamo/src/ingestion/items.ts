import type { SessionDate } from '@evenkeel/domain/calendar';
import { isSessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { parseTicker } from '@evenkeel/domain/prices';
import type { Item } from '../requests/item';
import type { Coverage, Held, QuarantineEntry, RunRecord, UpcomingEvent } from './records';

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
  const { ticker, state, fillingFrom, first, last, gaps, held, changedAt, upcoming } = coverage;
  return {
    pk: { S: PARTITION.coverage },
    sk: { S: ticker },
    state: { S: state },
    vintage: { S: changedAt },
    gaps: { L: gaps.map((session) => ({ S: session })) },
    held: { M: heldItem(held) },
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
    held: heldOf(item.held?.M ?? {}),
    changedAt: item.vintage?.S ?? '',
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
  return [
    {
      ticker,
      session: valid,
      scope,
      reason: item.reason?.S ?? '',
      detail: item.detail?.S ?? '',
      seenAt: item.seenAt?.S ?? '',
    },
  ];
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

/**
 * Sessions by `scope#reason`: what is wrong with one bar of a long history is often wrong with all that
 * follow, and an item ends at 400 KB, which holds 6,000 entries spelled out and 30,000 sessions.
 */
function heldItem(held: readonly Held[]): Item {
  const sessions = new Map<string, { S: string }[]>();
  for (const { scope, reason, session: date } of held) {
    const kind = `${scope}#${reason}`;
    const list = sessions.get(kind) ?? [];
    list.push({ S: date });
    sessions.set(kind, list);
  }
  return Object.fromEntries([...sessions].map(([kind, list]) => [kind, { L: list }]));
}

/** By session and scope, as coverage has them. */
function heldOf(item: Item): Held[] {
  const held = Object.entries(item).flatMap(([kind, { L: list = [] }]) => {
    const [scope = '', reason = ''] = kind.split('#');
    return list
      .flatMap(({ S: date }) => present(session(date)))
      .map((date): Held => ({ session: date, scope, reason }));
  });
  return held.sort((a, b) => (`${a.session}#${a.scope}` < `${b.session}#${b.scope}` ? -1 : 1));
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
