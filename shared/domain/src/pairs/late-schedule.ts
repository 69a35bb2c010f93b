import type { SessionDate } from '../calendar';
import type { LeverageStep, Pair } from './pair';

/** A pair whose leverage schedule says nothing about the first sessions of a run. */
export interface LateSchedule {
  readonly pair: Pair;
  /** The schedule's first step; its ratio is used on the sessions before it too. */
  readonly step: LeverageStep;
}

/**
 * The pairs whose first leverage step lies after the first session of a run: `ratioOn` answers for the sessions
 * before it with a ratio that nobody has stated for them.
 */
export function lateSchedules(pairs: readonly Pair[], first: SessionDate): LateSchedule[] {
  return pairs.flatMap((pair) => {
    const [step] = pair.leverage;
    return step !== undefined && step.from > first ? [{ pair, step }] : [];
  });
}
