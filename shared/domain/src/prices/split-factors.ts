import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import { Exact } from './exact';
import type { VendorSplit } from './vendor-history';

/** From `from` on (and before the next, newer step), prices are multiplied by `ratio` to become as traded. */
export interface SplitStep {
  readonly from: SessionDate | '';
  /** Product of the ratios of all later splits, exact. */
  readonly ratio: Decimal;
}

/**
 * `R_t` (docs/numbers.md, section 1) as a staircase, newest step first: on session t the first step with
 * `from <= t` holds. Splits that only take effect after `through` are announced but not yet in the
 * vendor's prices, so they are left out.
 * @throws AppError `bad-data` when a ratio is not positive
 */
export function splitSteps(splits: readonly VendorSplit[], through: SessionDate | undefined): SplitStep[] {
  const applied = splits.filter((split) => through === undefined || split.session <= through);
  const newestFirst = applied.toSorted((a, b) => (a.session < b.session ? 1 : -1));
  let ratio: Decimal = new Exact(1);
  const steps: SplitStep[] = [];
  for (const split of newestFirst) {
    if (!split.ratio.isPositive() || split.ratio.isZero() || !split.ratio.isFinite()) {
      throw new AppError(
        'bad-data',
        `split of ${split.session} has ratio ${split.ratio.toString()}; it must be above 0`,
        {
          session: split.session,
        },
      );
    }
    steps.push({ from: split.session, ratio });
    ratio = ratio.times(split.ratio);
  }
  return [...steps, { from: '', ratio }];
}

/** Walks the staircase for rows that come newest first. */
export function stepper(steps: readonly SplitStep[]): (session: SessionDate) => Decimal {
  let at = 0;
  return (session) => {
    let step = steps[at];
    while (step !== undefined && step.from > session) step = steps[(at += 1)];
    return step?.ratio ?? new Exact(1);
  };
}
