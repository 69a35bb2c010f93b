export type { Correction, CorrectionKind } from './correction-item';
export type { Coverage, Held, QuarantineEntry, RunRecord, UpcomingEvent } from './records';
export { ingestionState, type IngestionState } from './state';
export type { HeldLease, LeaseStore } from './lease-store';
