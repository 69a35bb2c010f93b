import { sessionsBetween } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import {
  runAudit,
  runUpdate,
  runWarmUp,
  type AuditOptions,
  type JobRange,
  type JobSummary,
  type SymbolSummary,
} from '@evenkeel/ingestion/jobs';
import { day } from '../factories/bars';
import { vendorHistory } from '../factories/vendor-history';
import type { StageTables } from './test-database';
import { memorySource } from './memory-source';
import type { Edit } from './vendor-edits';

/** Sessions of the quiet histories that {@link symbolOn} lists. */
export const HALF_YEAR = sessionsBetween(day('2024-01-02'), day('2024-06-28'));

/** An hour and a half after the close and its quarter of an hour, in summer. */
export const evening = (date: string): Date => new Date(`${date}T22:00:00Z`);

type Options = Omit<AuditOptions, 'symbols'> & JobRange & { readonly overwrite?: boolean };

/** One symbol with a quiet life, and the jobs that look after it. */
export interface SymbolUnderTest {
  readonly ticker: Ticker;
  readonly source: ReturnType<typeof memorySource>;
  /** From now on the vendor tells the history so. */
  change(edit: Edit): void;
  warmUp(now: string | Date, options?: Options): Promise<SymbolSummary>;
  update(now: string | Date, options?: Options): Promise<SymbolSummary>;
  audit(now: string | Date, options?: Options): Promise<JobSummary>;
  /** Stored sessions, oldest first. */
  sessions(): Promise<readonly string[]>;
}

let listed = 0;

/** A symbol that no other test has, so that tests can share tables. */
export function symbolOn(tables: StageTables): SymbolUnderTest {
  const ticker = parseTicker(`T${(listed += 1)}`);
  let history = vendorHistory(ticker, HALF_YEAR);
  const source = memorySource(history);
  const deps = (now: string | Date) => ({
    source,
    tables: tables.jobs,
    now: typeof now === 'string' ? evening(now) : now,
    pairs: [],
  });
  return {
    ticker,
    source,
    change: (edit) => {
      history = edit(history);
      source.serve(history);
    },
    warmUp: async (now, options) => only(await runWarmUp(deps(now), { symbols: [ticker], ...options })),
    update: async (now, options) => only(await runUpdate(deps(now), { symbols: [ticker], ...options })),
    audit: (now, options) => runAudit(deps(now), { symbols: [ticker], ...options }),
    sessions: async () => (await tables.jobs.prices.bars(ticker, { consistent: true })).map(({ session }) => session),
  };
}

/** The summary of the one symbol of a job. */
export function only(summary: JobSummary): SymbolSummary {
  const [symbol] = summary.symbols;
  if (symbol === undefined || summary.symbols.length !== 1)
    throw new Error(`not one symbol: ${JSON.stringify(summary)}`);
  return symbol;
}
