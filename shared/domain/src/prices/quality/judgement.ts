import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../../calendar';
import type { Bar } from '../bar';
import type { QuarantineReason, QuarantineScope, RefusalReason } from './reasons';

/** Something that was held back, to be asked for again at the next run. */
export interface Quarantined {
  /** The session concerned; for a whole fetch the first one that disagrees. */
  readonly session: SessionDate;
  readonly scope: QuarantineScope;
  readonly reason: QuarantineReason;
  /** One sentence with the numbers, for the operator. */
  readonly detail: string;
}

/** A row that can never become a bar. */
export interface Refused {
  readonly session: SessionDate;
  readonly reason: RefusalReason;
  readonly detail: string;
}

/** A dividend or split as the vendor lists it. */
export interface ListedEvent {
  readonly session: SessionDate;
  readonly kind: 'dividend' | 'split';
  /** Cash per share as the vendor gave it, or new shares per old share. */
  readonly value: Decimal;
}

/** A dividend or split whose date has no row yet: kept in mind, stored nowhere. */
export type EventWithoutBar = ListedEvent;

/** The values of a bar that are compared and corrected. */
export type BarField = Exclude<keyof Bar, 'session'>;

/** One stored value that the vendor now gives differently and credibly. */
export interface Change {
  readonly field: BarField;
  readonly stored: Decimal;
  readonly fetched: Decimal;
}

/** What a vendor credibly says anew of a stored bar, and the bar that should take its place. */
export interface Restatement {
  readonly session: SessionDate;
  readonly changes: readonly Change[];
  /** The stored bar with the changed values, and only them, replaced. */
  readonly bar: Bar;
}

/** What the comparison of stored with newly fetched bars found. */
export type Overlap =
  /** Nothing to compare: no stored session is in the fetch. */
  | { readonly verdict: 'none' }
  /** All compared sessions say the same; `sessions` of them. */
  | { readonly verdict: 'agrees'; readonly sessions: number }
  /** Single bars differ. */
  | {
      readonly verdict: 'differs';
      readonly restatements: readonly Restatement[];
      readonly doubtful: readonly Quarantined[];
    }
  /** The fetch cannot be trusted as a whole. */
  | {
      readonly verdict: 'distrusted';
      readonly reason: 'unannounced-split' | 'restated-by-ratio' | 'overlap-disagrees';
      /** fetched / stored, where it is one constant. */
      readonly ratio: number | undefined;
      readonly firstSession: SessionDate;
      readonly detail: string;
    };

/** What the quality gates make of one fetch. */
export interface Judgement {
  /**
   * Sound and final as-traded bars, ascending, stored ones included where they were fetched again;
   * empty when the whole fetch is held back.
   */
  readonly bars: readonly Bar[];
  readonly quarantined: readonly Quarantined[];
  readonly refused: readonly Refused[];
  /** Sessions between the first and the last usable row for which the vendor sent no row at all. */
  readonly gaps: readonly SessionDate[];
  readonly eventsWithoutBar: readonly EventWithoutBar[];
  readonly overlap: Overlap;
}
