import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Pair } from '@evenkeel/domain/pairs';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Machine } from '@evenkeel/dynamo/pacing';
import type { PriceSource } from '../sources/price-source';
import type { JobTables } from './job-tables';

/** What a job needs from outside. */
export interface JobDeps {
  readonly source: PriceSource;
  readonly tables: JobTables;
  /** The job's clock: only sessions that are final at this instant are stored. */
  readonly now: Date;
  /** Pairs whose legs vouch for each other's jumps, besides those of the default universe. */
  readonly pairs?: readonly Pair[] | undefined;
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Instant of the machine's clock, in ms since the epoch, after which no further symbol or batch is begun. */
  readonly deadline?: number | undefined;
  /** Aborts at that instant, to call off what the vendor has not answered by then. */
  readonly timeUp?: AbortSignal | undefined;
  /** In place of this machine. */
  readonly machine?: Machine | undefined;
}

/** How far back a fetch may reach; `max` is all there is. */
export const PERIODS = ['5d', '1mo', '3mo', '6mo', '1y', '2y', '5y', '10y', 'ytd', 'max'] as const;
/** One of {@link PERIODS}. */
export type Period = (typeof PERIODS)[number];

/** Which sessions a job looks at: a period back from the newest finished session, or dates; nothing means all. */
export interface JobRange {
  readonly period?: Period | undefined;
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/** What a warm-up is asked to do. */
export interface WarmUpOptions extends JobRange {
  readonly symbols: readonly Ticker[];
  /** Replace stored bars that differ, deliberately; the old values go to the audit trail. */
  readonly overwrite?: boolean | undefined;
}

/** What an update is asked to do. */
export interface UpdateOptions extends JobRange {
  readonly symbols: readonly Ticker[];
  /** As in {@link WarmUpOptions}. */
  readonly overwrite?: boolean | undefined;
}

/** What an audit is asked to do; nothing more means to report. */
export interface AuditOptions extends JobRange {
  readonly symbols: readonly Ticker[];
  /** Store what the vendor says now where it differs, recording the old values. */
  readonly repair?: boolean | undefined;
  /** Put back what a repair replaced: its run id, or `latest`. */
  readonly undo?: string | undefined;
}

/** What is happening to one symbol, as it happens. */
export interface JobProgress {
  readonly symbol: Ticker;
  readonly step: 'fetching' | 'storing' | 'done' | 'failed';
  /** Symbols finished, this one included once it is `done` or `failed`. */
  readonly finished: number;
  /** Symbols of the job. */
  readonly total: number;
  /** While `storing`: bars written so far, and bars to write. */
  readonly written?: number | undefined;
  readonly toWrite?: number | undefined;
  /** When `failed`. */
  readonly error?: string | undefined;
}

/** One value that audit found to differ; decimal text. */
export interface Difference {
  readonly date: SessionDate;
  /** `bar` where a whole bar is on one side only. */
  readonly field: 'open' | 'high' | 'low' | 'close' | 'volume' | 'dividends' | 'splits' | 'bar';
  /** `null` where nothing is stored. */
  readonly stored: string | null;
  /** `null` where the vendor sends nothing. */
  readonly vendor: string | null;
}

/** What a job did for one symbol; counts are of sessions. */
export interface SymbolSummary {
  readonly symbol: Ticker;
  readonly fetched: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly quarantined: readonly { readonly date: SessionDate; readonly reason: string }[];
  readonly gaps: readonly SessionDate[];
  /** Only of an audit. */
  readonly differences?: readonly Difference[];
  /** One line; present exactly when the symbol is in `failed`. */
  readonly error?: string;
}

/** What a job did; this is the JSON that `--json` prints and the run summary that is kept. */
export interface JobSummary {
  readonly job: 'warm-up' | 'update' | 'audit';
  /** The last session that was finished at the job's `now`. */
  readonly asOf: SessionDate;
  readonly symbols: readonly SymbolSummary[];
  /** Symbols that are not complete; the others are. A caller with any here ends non-zero. */
  readonly failed: readonly Ticker[];
  /** Id of the repair an audit made, to undo it by. */
  readonly repair?: string;
}
