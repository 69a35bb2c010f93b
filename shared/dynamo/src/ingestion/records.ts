import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';

/** What is known about the stored history of one symbol. */
export interface Coverage {
  readonly ticker: Ticker;
  /** `filling` while bars are written in bulk, and after that was interrupted. */
  readonly state: 'filling' | 'complete';
  /** While `filling`: the first date that is being filled; all there is when absent. */
  readonly fillingFrom?: SessionDate | undefined;
  /** Oldest and newest stored session. */
  readonly first?: SessionDate | undefined;
  readonly last?: SessionDate | undefined;
  /** Sessions of the calendar between them of which the vendor has sent no row; asked for again by each update. */
  readonly gaps: readonly SessionDate[];
  /** What is in quarantine, its entries being items of their own; bars are asked for again by each update. */
  readonly held: readonly Held[];
  /** ISO instant of the vendor's answer that last changed any of this. */
  readonly changedAt: string;
  /** Announced events whose session has not come. */
  readonly upcoming: readonly UpcomingEvent[];
}

/** A dividend or split of a session that has no bar yet. */
export interface UpcomingEvent {
  readonly session: SessionDate;
  readonly kind: 'dividend' | 'split';
  /** Decimal text: cash per share, or new shares per old share. */
  readonly amount: string;
}

/** Key and reason of something in quarantine. */
export interface Held {
  readonly session: SessionDate;
  /** What is held back: `bar`, `dividend`, `correction` or `fetch`. */
  readonly scope: string;
  readonly reason: string;
}

/** Something that arrived and was not believed. */
export interface QuarantineEntry extends Held {
  readonly ticker: Ticker;
  /** One sentence with the numbers. */
  readonly detail: string;
  /** ISO instant at which it was first held back for this reason. */
  readonly seenAt: string;
}

/** A finished run. */
export interface RunRecord {
  readonly job: string;
  /** Id of the run; ids of one job ascend with time. */
  readonly run: string;
  /** ISO instant. */
  readonly finishedAt: string;
  /** The job's summary as JSON text. */
  readonly summary: string;
}
