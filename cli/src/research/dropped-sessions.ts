import type { DroppedSession, Panel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { counted } from './layout/figures';

/** More gaps, or more symbols, than this are counted, not listed: the JSON has them all. */
const MOST_LISTED = 40;

interface Span {
  readonly symbol: Ticker;
  readonly first: SessionDate;
  readonly last: SessionDate;
}

/**
 * Why sessions were left out, a line a reason: before the last symbol has listed, after the first has
 * ended, and gaps in between by date. Together the lines account for every dropped session.
 */
export function droppedNotices(
  { dropped, sessions, pairs }: Pick<Panel, 'dropped' | 'sessions' | 'pairs'>,
  series: ReadonlyMap<Ticker, Series>,
): string[] {
  if (dropped.length === 0) return [];
  const symbols = new Set(pairs.flatMap(({ base, inverse }) => [base.ticker, inverse.ticker]));
  const spans = [...symbols].flatMap((symbol) => spanOf(symbol, series.get(symbol)));
  const start = spans.reduce((latest, { first }) => (first > latest ? first : latest), spans[0]?.first ?? '');
  const end = spans.reduce((earliest, { last }) => (last < earliest ? last : earliest), spans[0]?.last ?? '');
  const before = dropped.filter(({ session }) => session < start);
  const after = dropped.filter(({ session }) => session >= start && session > end);
  const between = dropped.filter(({ session }) => session >= start && session <= end);
  return [
    ...listingNotice(before, spans, start),
    ...laggingNotice(after, spans, end),
    ...gapNotices(between, [...sessions, ...dropped.map(({ session }) => session)]),
  ];
}

function spanOf(symbol: Ticker, series: Series | undefined): Span[] {
  const [first, last] = [series?.sessions.at(0), series?.sessions.at(-1)];
  return first === undefined || last === undefined ? [] : [{ symbol, first, last }];
}

function listingNotice(dropped: readonly DroppedSession[], spans: readonly Span[], start: string): string[] {
  if (dropped.length === 0) return [];
  const youngest = spans.filter(({ first }) => first === start).map(({ symbol }) => symbol);
  const older = spans.filter(({ first }) => first < start).sort((a, b) => (a.first < b.first ? -1 : 1));
  const [fund, has] = youngest.length === 1 ? ['the last fund to list', 'has'] : ['the last funds to list', 'have'];
  const others = older.map(({ symbol, first }) => `${symbol} from ${first}`);
  return [
    `${counted(dropped.length, 'session')} before ${start} left out: ${youngest.join(', ')}, ${fund}, ${has} no bar yet (${listed(others)})`,
  ];
}

function laggingNotice(dropped: readonly DroppedSession[], spans: readonly Span[], end: string): string[] {
  const newest = dropped.at(-1)?.session;
  if (newest === undefined) return [];
  const byLast = new Map<SessionDate, Ticker[]>();
  for (const { symbol, last } of spans
    .filter((span) => span.last < newest)
    .sort((a, b) => (a.last < b.last ? -1 : 1))) {
    byLast.set(last, [...(byLast.get(last) ?? []), symbol]);
  }
  const lagging = [...byLast].map(([last, symbols]) => `${symbols.join(', ')} since ${last}`);
  return [`${counted(dropped.length, 'session')} after ${end} left out, up to ${newest}: no bar of ${listed(lagging)}`];
}

/** Gaps by the symbols that have them; a run of sessions with nothing kept in between is one range. */
function gapNotices(dropped: readonly DroppedSession[], all: readonly SessionDate[]): string[] {
  const position = new Map([...all].sort().map((session, at) => [session, at]));
  const byMissing = new Map<string, SessionDate[][]>();
  for (const { session, missing } of dropped) {
    const key = missing.join(', ');
    const ranges = byMissing.get(key) ?? [];
    const range = ranges.at(-1);
    const previous = range?.at(-1);
    if (range !== undefined && previous !== undefined && position.get(session) === (position.get(previous) ?? -1) + 1)
      range.push(session);
    else ranges.push([session]);
    byMissing.set(key, ranges);
  }
  return [...byMissing].map(([missing, ranges]) => {
    const sessions = ranges.reduce((sum, range) => sum + range.length, 0);
    return `${counted(sessions, 'session')} left out, no bar of ${missing}: ${listed(ranges.map(rangeName))}`;
  });
}

function rangeName(range: readonly SessionDate[]): string {
  const [first, last] = [range.at(0) ?? '', range.at(-1) ?? ''];
  return first === last ? first : `${first} to ${last}`;
}

function listed(items: readonly string[]): string {
  const more = items.length - MOST_LISTED;
  return `${items.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more, all in --json` : ''}`;
}
