import type { SessionDate } from '../calendar';
import type { Series, Ticker } from '../prices';
import type { DroppedSession } from './align';
import type { Panel } from './panel';

/** Why a run left sessions out. Together the three account for every one of them. */
export interface DroppedReasons {
  /** Before the last symbol has listed; absent where none were left out there. */
  readonly listing?: {
    readonly sessions: number;
    /** The first session of which every symbol could have a bar. */
    readonly start: SessionDate;
    /** Symbols that list on `start`. */
    readonly youngest: readonly Ticker[];
    /** The others with their first session, the oldest first. */
    readonly older: readonly { readonly symbol: Ticker; readonly first: SessionDate }[];
  };
  /** After the first symbol has stopped; absent where none were left out there. */
  readonly ending?: {
    readonly sessions: number;
    /** The last session of which every symbol could have a bar. */
    readonly end: SessionDate;
    /** The last session that was left out. */
    readonly upTo: SessionDate;
    /** Symbols that have stopped by their last session, the earliest first. */
    readonly lagging: readonly { readonly last: SessionDate; readonly symbols: readonly Ticker[] }[];
  };
  /** In between, by the symbols that have no bar. */
  readonly gaps: readonly DroppedGap[];
}

/** Sessions on which the same symbols have no bar. */
export interface DroppedGap {
  readonly missing: readonly Ticker[];
  readonly sessions: number;
  /** Sessions with nothing kept in between are one range. */
  readonly ranges: readonly { readonly first: SessionDate; readonly last: SessionDate }[];
}

interface Span {
  readonly symbol: Ticker;
  readonly first: SessionDate;
  readonly last: SessionDate;
}

/**
 * Sorts the sessions that a panel left out by their reason (docs/numbers.md, section 8).
 * @param series the histories of which the panel was made
 */
export function droppedReasons(
  { dropped, sessions, pairs }: Pick<Panel, 'dropped' | 'sessions' | 'pairs'>,
  series: ReadonlyMap<Ticker, Series>,
): DroppedReasons {
  const symbols = new Set(pairs.flatMap(({ base, inverse }) => [base.ticker, inverse.ticker]));
  const spans = [...symbols].flatMap((symbol) => spanOf(symbol, series.get(symbol)));
  const [one] = spans;
  if (one === undefined || dropped.length === 0) return { gaps: [] };
  const start = spans.reduce((latest, { first }) => (first > latest ? first : latest), one.first);
  const end = spans.reduce((earliest, { last }) => (last < earliest ? last : earliest), one.last);
  const before = dropped.filter(({ session }) => session < start);
  const after = dropped.filter(({ session }) => session >= start && session > end);
  const between = dropped.filter(({ session }) => session >= start && session <= end);
  const upTo = after.at(-1)?.session;
  return {
    ...(before.length === 0 ? {} : { listing: listingOf(before.length, spans, start) }),
    ...(upTo === undefined ? {} : { ending: endingOf(after.length, spans, end, upTo) }),
    gaps: gapsOf(between, [...sessions, ...dropped.map(({ session }) => session)]),
  };
}

function spanOf(symbol: Ticker, series: Series | undefined): Span[] {
  const [first, last] = [series?.sessions.at(0), series?.sessions.at(-1)];
  return first === undefined || last === undefined ? [] : [{ symbol, first, last }];
}

function listingOf(sessions: number, spans: readonly Span[], start: SessionDate) {
  const youngest = spans.filter(({ first }) => first === start).map(({ symbol }) => symbol);
  const older = spans.filter(({ first }) => first < start).sort((a, b) => (a.first < b.first ? -1 : 1));
  return { sessions, start, youngest, older: older.map(({ symbol, first }) => ({ symbol, first })) };
}

function endingOf(sessions: number, spans: readonly Span[], end: SessionDate, upTo: SessionDate) {
  const byLast = new Map<SessionDate, Ticker[]>();
  for (const { symbol, last } of spans.filter((span) => span.last < upTo).sort((a, b) => (a.last < b.last ? -1 : 1))) {
    byLast.set(last, [...(byLast.get(last) ?? []), symbol]);
  }
  return { sessions, end, upTo, lagging: [...byLast].map(([last, symbols]) => ({ last, symbols })) };
}

function gapsOf(dropped: readonly DroppedSession[], all: readonly SessionDate[]): DroppedGap[] {
  const position = new Map([...all].sort().map((session, at) => [session, at]));
  const byMissing = new Map<string, { missing: readonly Ticker[]; ranges: SessionDate[][] }>();
  for (const { session, missing } of dropped) {
    const key = missing.join(', ');
    const gap = byMissing.get(key) ?? { missing, ranges: [] };
    const range = gap.ranges.at(-1);
    const previous = range?.at(-1);
    if (range !== undefined && previous !== undefined && position.get(session) === (position.get(previous) ?? -1) + 1)
      range.push(session);
    else gap.ranges.push([session]);
    byMissing.set(key, gap);
  }
  return [...byMissing.values()].map(({ missing, ranges }) => ({
    missing,
    sessions: ranges.reduce((sum, range) => sum + range.length, 0),
    ranges: ranges.flatMap((range) => {
      const [first, last] = [range.at(0), range.at(-1)];
      return first === undefined || last === undefined ? [] : [{ first, last }];
    }),
  }));
}
