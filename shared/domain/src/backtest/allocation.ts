import type { Allocation } from '../portfolio';
import { SMALLEST_DENOMINATOR } from '../statistics/constants';
import { indexReturns } from '../statistics/daily-returns';
import { rollingSd } from '../statistics/rolling';
import type { Panel } from './panel';

/** Allocations that ask prices. */
type PricedAllocation = Exclude<Allocation, { method: 'equal' | 'fixed' }>;
type Method = PricedAllocation['method'];
type AllocationOf<M extends Method> = Extract<PricedAllocation, { method: M }>;

/**
 * How much one pair asks for on each session, by its base leg's index at the close; NaN while it has
 * no opinion. Row t depends on rows up to t only.
 */
type Score<M extends Method> = (allocation: AllocationOf<M>, close: Float64Array) => Float64Array;

/** The allocation methods of docs/numbers.md, section 3. */
const SCORES: { readonly [M in Method]: Score<M> } = { 'inverse-volatility': inverseVolatility, trend };

/**
 * Portfolio weight of each pair on each session, `weight[session * pairs + pair]`: the owner's own, or
 * together 1 in proportion to the scores, equal on a session where any score is undefined or all are 0.
 */
export function allocationRows(allocation: Allocation, panel: Panel): Float64Array {
  const pairs = panel.pairs.length;
  const rows = new Float64Array(panel.sessions.length * pairs).fill(1 / pairs);
  if (allocation.method === 'equal') return rows;
  if (allocation.method === 'fixed') return rows.map((_, at) => allocation.weights[at % pairs] ?? Number.NaN);
  const scores = panel.pairs.map(({ base }) => scoreOf(allocation, base.close));
  for (let t = 0; t < panel.sessions.length; t++) {
    let sum = 0;
    for (const score of scores) sum += score[t] ?? Number.NaN;
    if (!(sum > 0 && Number.isFinite(sum))) continue;
    scores.forEach((score, pair) => {
      rows[t * pairs + pair] = (score[t] ?? Number.NaN) / sum;
    });
  }
  return rows;
}

function scoreOf<M extends Method>(allocation: AllocationOf<M>, close: Float64Array): Float64Array {
  const method: M = allocation.method;
  return SCORES[method](allocation, close);
}

/** 1 / sd of the last `window` returns. */
function inverseVolatility({ window }: AllocationOf<'inverse-volatility'>, close: Float64Array): Float64Array {
  return movingSd(close, window).map((sd) => 1 / sd);
}

/** |ln of the growth over `window` sessions| in units of what a walk without direction would make of it. */
function trend({ window }: AllocationOf<'trend'>, close: Float64Array): Float64Array {
  return movingSd(close, window).map(
    (sd, t) =>
      Math.abs(Math.log((close[t] ?? Number.NaN) / (close[t - window] ?? Number.NaN))) / (sd * Math.sqrt(window)),
  );
}

/** Sample sd of the last `window` returns; NaN while there are not as many, or where the price does not move. */
function movingSd(close: Float64Array, window: number): Float64Array {
  return rollingSd(indexReturns(close), window).map((sd) => (sd < SMALLEST_DENOMINATOR ? Number.NaN : sd));
}
