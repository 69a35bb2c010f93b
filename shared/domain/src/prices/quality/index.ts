export type {
  BarField,
  Change,
  EventWithoutBar,
  Judgement,
  Overlap,
  Quarantined,
  Refused,
  Restatement,
} from './judgement';
export type { QuarantineReason, QuarantineScope, RefusalReason } from './reasons';
export { judge, type JudgeContext } from './judge';
export { counterpartFrom, type Counterpart } from './jump-gate';
export { screenSeries, type Doubt, type ScreenOptions } from './screen';
export { compareOverlap } from './overlap';
export { differencesOf } from './bar-difference';
