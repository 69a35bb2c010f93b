export { lateSchedules, type LateSchedule } from './late-schedule';
export { hedgeWeights, pairKey, ratioOn, ratiosOn, type HedgeWeights, type LeverageStep, type Pair } from './pair';
export { DEFAULT_UNIVERSE } from './universe';
