import { addCalendarDays, exchangeDate, isSession, type SessionDate } from '@evenkeel/domain/calendar';
import type { Judgement, Ticker } from '@evenkeel/domain/prices';
import type { Coverage } from '@evenkeel/dynamo/ingestion';
import type { PriceHistoryReader, StoredBar } from '@evenkeel/dynamo/prices';
import { pendingSessions } from './coverage';
import { inRange, type ResolvedRange } from './job-range';
import type { JobRun } from './run-job';

/** Stored sessions that are compared with each new answer. */
export const OVERLAP = 10;

/**
 * Stored bars read before a window: the one that its first bar is measured against, and five more, since a
 * dividend is judged by those of the seven days before it.
 */
const BEFORE = 6;

/** What one run looks at of a symbol, and what is stored around it. */
export interface Window {
  /** First date the run looks at; all there is when absent. */
  readonly from: SessionDate | undefined;
  /** Where the fetch begins: with a stored session, unless none is stored from there back. */
  readonly fetchFrom: SessionDate | undefined;
  /** Stored bars from `from` on, ascending. */
  readonly stored: readonly StoredBar[];
  /** The last stored bars before `from`, ascending: judged against, and left as they are. */
  readonly before: readonly StoredBar[];
}

/** Everything in the range. */
export async function wholeWindow({ deps }: JobRun, ticker: Ticker, { from }: ResolvedRange): Promise<Window> {
  const { prices } = deps.tables;
  const stored = await prices.bars(ticker, { from, consistent: true });
  return from === undefined
    ? { from, fetchFrom: from, stored, before: [] }
    : windowOf(from, stored, await barsBefore(prices, ticker, from));
}

/**
 * The last {@link OVERLAP} stored sessions and what is pending; one small read when nothing is. Undefined when there is
 * nothing to ask: all is stored, and the exchange is closed today.
 */
export async function recentWindow(
  run: JobRun,
  ticker: Ticker,
  range: ResolvedRange,
  coverage: Coverage,
): Promise<Window | undefined> {
  const { prices } = run.deps.tables;
  const pending = pendingSessions(coverage).filter((session) => inRange(session, range));
  const last = (await prices.lastBars(ticker, OVERLAP + BEFORE, { consistent: true })).toReversed();
  const [overlap, older] = [last.slice(-OVERLAP), last.slice(0, -OVERLAP)];
  const oldest = overlap[0]?.session;
  if (oldest === undefined) return { from: coverage.first, fetchFrom: coverage.first, stored: [], before: [] };
  const current = overlap.at(-1)?.session === run.asOf && pending.length === 0;
  if (current && !isSession(exchangeDate(run.deps.now))) return undefined;
  // A run that died between its bars and its coverage leaves the coverage behind.
  const known = coverage.last === undefined || coverage.last > oldest ? oldest : coverage.last;
  const from = [...pending, known].reduce((a, b) => (a < b ? a : b), oldest);
  if (from === oldest) return windowOf(from, overlap, older);
  return windowOf(from, await prices.bars(ticker, { from, consistent: true }), await barsBefore(prices, ticker, from));
}

/** Without what lies before `from`: the fetch only began there to measure what follows. */
export function since(judgement: Judgement, from: SessionDate | undefined): Judgement {
  if (from === undefined) return judgement;
  return {
    ...judgement,
    bars: judgement.bars.filter(({ session }) => session >= from),
    quarantined: judgement.quarantined.filter(({ session, scope }) => session >= from || scope === 'fetch'),
  };
}

/** The last stored bars before `from`, ascending, as many as the judgement of what follows may need. */
async function barsBefore(
  prices: PriceHistoryReader,
  ticker: Ticker,
  from: SessionDate,
): Promise<readonly StoredBar[]> {
  return (await prices.lastBars(ticker, BEFORE, { to: addCalendarDays(from, -1), consistent: true })).toReversed();
}

function windowOf(from: SessionDate, stored: readonly StoredBar[], before: readonly StoredBar[]): Window {
  const begins = stored[0]?.session === from;
  return { from, fetchFrom: begins ? from : (before.at(-1)?.session ?? from), stored, before };
}
