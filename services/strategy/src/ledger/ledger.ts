import { canonicalJson, isAppError, messageOf } from '@evenkeel/domain';
import { runBacktest } from '@evenkeel/domain/backtest';
import type {
  BookedEntry,
  DistanceYear,
  LedgerBooking,
  LedgerEntry,
  LedgerPointer,
  StrategyViews,
  TakenFence,
} from '@evenkeel/dynamo/strategy';
import { bookSessions, type LedgerRun } from './book';
import { changedBars, correctionsOf } from './corrections';
import { distanceYears, joined } from './distance';
import { pricesNow } from './prices-now';

/** What a ledger is gone on with. */
export interface LedgerInputs {
  readonly fence: Pick<TakenFence, 'ledger' | 'changedFrom'>;
  readonly run: LedgerRun;
  /** Of the portfolio's file as it is now. */
  readonly generation: number;
  /** True where anything that was booked may say something else now, whatever the fence says. */
  readonly doubted: boolean;
}

/** What is to be appended, or why nothing can be. */
export interface LedgerStep {
  readonly booking?: LedgerBooking | undefined;
  /** A ledger that cannot be gone on with stops no view. */
  readonly problem?: string | undefined;
}

type LedgerReader = Pick<StrategyViews, 'lastEntry' | 'ledgerEntries' | 'distances' | 'freelyNumbered'>;

/** More than these are a ledger's first, of years that have passed; nothing stands there but by an accident. */
const MOST_LOOKED_FOR = 50;

/** What is appended to a portfolio's ledger: corrections of what has been booked, then the sessions since. */
export async function ledgerStep(views: LedgerReader, name: string, inputs: LedgerInputs): Promise<LedgerStep> {
  const { ledger } = inputs.fence;
  try {
    const booking = ledger === undefined ? begun(inputs) : await goneOn(views, name, inputs, ledger);
    if (booking === undefined || booking.entries.length > MOST_LOOKED_FOR) return { booking };
    return { booking: { ...booking, entries: await views.freelyNumbered(name, booking.entries) } };
  } catch (error) {
    if (isAppError(error, 'bad-data')) return { problem: messageOf(error) };
    throw error;
  }
}

/** The first entries: from the day that the file names, or from the newest session on. */
function begun({ run, generation }: LedgerInputs): LedgerBooking | undefined {
  const { portfolio, panel } = run;
  const from = portfolio.start ?? panel.sessions.at(-1);
  const start = panel.sessions.find((session) => from !== undefined && session >= from);
  if (start === undefined) return undefined;
  const entries = bookSessions(run, start).map((entry) => ({ generation, n: 1, entry }));
  return { entries, distances: distanceYears(entries, sinceStart(run, start), generation), start };
}

async function goneOn(
  views: LedgerReader,
  name: string,
  inputs: LedgerInputs,
  ledger: LedgerPointer,
): Promise<LedgerBooking | undefined> {
  const { run, generation, doubted, fence } = inputs;
  const touched = doubted || (fence.changedFrom !== undefined && fence.changedFrom <= ledger.session);
  const grown = run.panel.sessions.some((session) => session > ledger.session);
  if (!touched && !grown) return undefined;
  const prices = pricesNow(run.panel);
  const bookedFrom = async (from?: string) => (await views.ledgerEntries(name, ledger, { from })).toReversed();
  // What has changed since a session was booked on that session or later.
  const recent = touched ? await bookedFrom(doubted ? undefined : fence.changedFrom) : [];
  const changed = changedBars(entriesOf(recent), prices).length > 0;
  if (!changed && !doubted && !grown) return undefined;
  const all = changed && !doubted ? await bookedFrom() : doubted ? recent : [];
  const whole = doubted || changed;
  const year = ledger.session.slice(0, 4);
  const [last, stored] = await Promise.all([
    all.at(-1) ?? views.lastEntry(name, ledger),
    readable(views.distances(name, whole ? {} : { from: year, to: year })),
  ]);
  const corrections = (changed ? correctionsOf(entriesOf(all), prices) : []).map((entry, at): BookedEntry => ({
    generation: last.generation,
    n: last.n + 1 + at,
    entry,
  }));
  const standing = corrections.at(-1)?.entry ?? last.entry;
  const sessions = bookSessions(run, ledger.start, standing).map((entry): BookedEntry => ({ generation, n: 1, entry }));
  const entries = [...corrections, ...sessions];
  const comparison = { entries, stored, whole, all, start: ledger.start, last: last.entry.session };
  const distances = await comparedAgain(views, name, inputs, comparison);
  return entries.length + distances.size === 0 ? undefined : { entries, distances, start: ledger.start };
}

function entriesOf(booked: readonly BookedEntry[]): LedgerEntry[] {
  return booked.map(({ entry }) => entry);
}

interface Comparison {
  readonly entries: readonly BookedEntry[];
  /** The years that may be gone on with, as they were compared last. */
  readonly stored: ReadonlyMap<string, DistanceYear>;
  /** What was booked before, where it has been read. */
  readonly all: readonly BookedEntry[];
  readonly start: LedgerPointer['start'];
  /** Session of the last entry before. */
  readonly last: string;
  /** Whether what was compared before may have changed. */
  readonly whole: boolean;
}

/** The years that say something else beside the backtest now. */
async function comparedAgain(
  views: LedgerReader,
  name: string,
  { run, generation, fence }: LedgerInputs,
  { entries, stored, all, start, last, whole }: Comparison,
): Promise<Map<string, DistanceYear>> {
  const backtest = sinceStart(run, start);
  const year = last.slice(0, 4);
  const known = stored.get(year);
  if (!whole && known?.sessions.at(-1) === last) {
    const after = distanceYears(entries, backtest, generation, known.reasons.at(-1));
    return new Map([...after].map(([each, rows]) => [each, joined(each === year ? known : undefined, rows)]));
  }
  const ledger = fence.ledger;
  const before =
    all.length > 0 || ledger === undefined ? all : (await views.ledgerEntries(name, ledger, {})).toReversed();
  const years = distanceYears([...before, ...entries], backtest, generation);
  const same = (each: string, rows: DistanceYear) => canonicalJson(stored.get(each) ?? null) === canonicalJson(rows);
  return new Map([...years].filter(([each, rows]) => !same(each, rows)));
}

/** What was compared is worked out anew where it cannot be read. */
async function readable(years: Promise<ReadonlyMap<string, DistanceYear>>): Promise<ReadonlyMap<string, DistanceYear>> {
  try {
    return await years;
  } catch (error) {
    if (isAppError(error, 'bad-data')) return new Map();
    throw error;
  }
}

function sinceStart({ portfolio, panel }: LedgerRun, start: LedgerPointer['start']) {
  return runBacktest(portfolio, panel, { start });
}
