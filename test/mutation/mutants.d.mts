/** One change to a module: `was` at `start` to `end` becomes `replacement`; `line` counts from 1. */
export interface Mutant {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly was: string;
}

export function mutantsOf(path: string, source: string): Mutant[];
export function applied(source: string, mutant: Mutant): string;
export function hollowed(path: string, source: string): string;
