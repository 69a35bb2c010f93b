import { sessionsBetween } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import { runUpdate, runWarmUp, type JobSummary, type JobTables } from '@evenkeel/ingestion/jobs';
import { day } from '../factories/bars';
import { vendorHistory } from '../factories/vendor-history';
import { memorySource } from './memory-source';
import { evening } from './small-market';
import { edits, withCells, withDividend, withSplit } from './vendor-edits';

/** What a disturbed job is about to do. */
export const SCENARIOS = ['warm-up', 'update', 'catch-up'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const SESSIONS = sessionsBetween(day('2024-01-02'), day('2024-06-28'));
/** What the job before the disturbed one had seen: a week less, or ten weeks less. */
const BEFORE: Readonly<Record<Exclude<Scenario, 'warm-up'>, string>> = {
  update: '2024-06-21',
  'catch-up': '2024-04-19',
};
const NOW = '2024-06-28';

/** Symbols of one trial, which no other has. */
export function tickersOf(trial: string): readonly Ticker[] {
  return ['A', 'B', 'C'].map((leg) => parseTicker(`${trial}${leg}`));
}

/** Brings the tables to where the disturbed job begins. */
export async function prepare(scenario: Scenario, tables: JobTables, tickers: readonly Ticker[]): Promise<void> {
  if (scenario === 'warm-up') return;
  const date = BEFORE[scenario];
  const source = memorySource(
    ...tickers.map((ticker) =>
      vendorHistory(
        ticker,
        SESSIONS.filter((session) => session <= date),
      ),
    ),
  );
  await runWarmUp({ source, tables, now: evening(date), pairs: [] }, { symbols: tickers });
}

/** The job that is disturbed, or that completes what was. */
export function runJob(
  scenario: Scenario,
  tables: JobTables,
  tickers: readonly Ticker[],
  milliseconds = 60_000,
): Promise<JobSummary> {
  const source = memorySource(...tickers.map((ticker, index) => finalHistory(scenario, ticker, index)));
  const deps = { source, tables, now: evening(NOW), pairs: [], deadline: Date.now() + milliseconds };
  return scenario === 'warm-up' ? runWarmUp(deps, { symbols: tickers }) : runUpdate(deps, { symbols: tickers });
}

/** By the end the vendor has corrected a close, found a dividend, split the second symbol and lost a row. */
function finalHistory(scenario: Scenario, ticker: Ticker, index: number): VendorHistory {
  const history = vendorHistory(ticker, SESSIONS);
  const [corrected, late] = scenario === 'catch-up' ? ['2024-04-16', '2024-04-17'] : ['2024-06-18', '2024-06-20'];
  return edits(
    withCells(corrected, { close: '107.95', volume: '1234567' }),
    withDividend(late, '0.25'),
    withCells('2024-06-27', index === 2 ? { close: null } : {}),
    index === 1 ? withSplit('2024-06-26', '0.2') : (same) => same,
  )(history);
}

/**
 * What two runs must agree on about `tickers`: prices and knowledge, without what only tells which write it was, and
 * under leg names, so that different trials compare.
 */
export async function contentsOf(
  { prices, state }: JobTables,
  tickers: readonly Ticker[],
): Promise<readonly unknown[]> {
  const coverage = await state.coverage();
  return Promise.all(
    tickers.map(async (ticker) => ({
      bars: (await prices.bars(ticker, { consistent: true })).map((bar) => ({
        ...bar,
        recordedAt: undefined,
        bulk: undefined,
      })),
      coverage: { ...coverage.get(ticker), ticker: undefined },
      quarantined: (await state.quarantined(ticker)).map((entry) => ({ ...entry, ticker: undefined })),
      corrections: (await state.corrections(ticker)).map((correction) => ({
        ...correction,
        ticker: undefined,
        run: undefined,
      })),
    })),
  );
}
