import type { SweepGrid } from './sweep';

/** A grid with all its axes. */
export type FullGrid = { readonly [Axis in keyof SweepGrid]-?: NonNullable<SweepGrid[Axis]> };

/** Beyond this many cells a sweep is a mistake in the step rather than a question. */
export const MOST_CELLS = 100_000;

/** How many cells a grid has. */
export function cellCount(grid: FullGrid): number {
  return grid.tolerance.length * cellsPerTolerance(grid);
}

/** How many cells each tolerance has; they stand beside one another, because the tolerance runs slowest. */
export function cellsPerTolerance({ check, scope, fill }: FullGrid): number {
  return check.length * scope.length * fill.length;
}

/**
 * Values from `from` to `to`, both included where a step ends there, in round numbers: 0.1 + 0.2 is 0.3.
 * @returns `undefined` where there would be more than {@link MOST_CELLS}
 */
export function evenSteps(from: number, to: number, step: number): readonly number[] | undefined {
  const steps = Math.floor((to - from) / step + 1e-9);
  if (steps >= MOST_CELLS) return undefined;
  return Array.from({ length: steps + 1 }, (_, i) => Number((from + i * step).toPrecision(12)));
}
