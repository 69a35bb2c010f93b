import type { AppError } from '@evenkeel/domain';
import { type Child, childEnded } from './child';

/** Processes that a stack cannot do without. */
export interface VitalParts {
  /** From now on its end is the end of the stack, unless it is asked to end. */
  add(child: Child): void;
  /** Settles with the failure of the first that ends by itself, as soon as it does. */
  readonly lost: Promise<AppError>;
}

/** None yet. */
export function vitalParts(): VitalParts {
  let lose: (failure: AppError) => void;
  const lost = new Promise<AppError>((resolve) => {
    lose = resolve;
  });
  return {
    add: (child) =>
      void child.ended.then((how) => {
        if (!child.stopping()) lose(childEnded(child, how));
      }),
    lost,
  };
}
