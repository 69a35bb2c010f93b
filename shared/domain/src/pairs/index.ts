export type { LeverageStep, Pair } from './pair';
