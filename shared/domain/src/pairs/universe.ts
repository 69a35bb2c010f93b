import { parseSessionDate } from '../calendar';
import { parseTicker } from '../prices';
import type { Pair } from './pair';

/**
 * The five pairs the strategy was made with; the first step of each is the inverse fund's first
 * session. SMH and SOXS follow different semiconductor indices (basis risk); ERY changed its daily
 * objective from -3 to -2 on 2020-04-01.
 */
export const DEFAULT_UNIVERSE: readonly Pair[] = [
  pairOf('QQQ', 'SQQQ', [['2010-02-11', 3]]),
  pairOf('TLT', 'TBT', [['2008-05-01', 2]]),
  pairOf('SMH', 'SOXS', [['2010-03-11', 3]]),
  pairOf('XLF', 'FAZ', [['2008-11-06', 3]]),
  pairOf('XLE', 'ERY', [
    ['2008-11-06', 3],
    ['2020-04-01', 2],
  ]),
];

function pairOf(base: string, inverse: string, steps: readonly (readonly [from: string, ratio: number])[]): Pair {
  return {
    base: parseTicker(base),
    inverse: parseTicker(inverse),
    leverage: steps.map(([from, ratio]) => ({ from: parseSessionDate(from), ratio })),
  };
}
