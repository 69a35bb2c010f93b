export type {
  BarField,
  Change,
  Correction,
  EventWithoutBar,
  Judgement,
  Overlap,
  Quarantined,
  Refused,
} from './judgement';
export type { QuarantineReason, QuarantineScope, RefusalReason } from './reasons';
