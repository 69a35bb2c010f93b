import { AppError } from '../errors';
import type { RebalanceScope } from '../portfolio';
import { NO_REASON, REGIME, type Book } from './book';
import type { CostRule } from './costs';
import type { PanelRows } from './panel';

/** What a scope looks up; rows are those of the panel. */
export interface ScopeInputs {
  readonly rows: PanelRows;
  /** Portfolio weight of each pair, `[session * pairs + pair]`, blocked or not. */
  readonly allocation: Float64Array;
  /** 1 where the regime filter keeps the pair in cash, `[session * pairs + pair]`. */
  readonly blocked: Uint8Array;
  /** Portfolio weight each leg should have, `[session * legs + leg]`: allocation * hedge weight, 0 while blocked. */
  readonly target: Float64Array;
  readonly cost: CostRule;
}

/**
 * Writes into `book.goal` the value each leg shall have, for a decision of session `decision`, with the
 * book marked at the fill's prices; legs that do not trade get the value they have.
 */
export type ScopeRule = (inputs: ScopeInputs, book: Book, decision: number) => void;

/** What trades once any pair is breached (docs/numbers.md, section 3). */
export const SCOPE_RULES: Readonly<Record<RebalanceScope, ScopeRule>> = {
  breached: breachedPairs,
  pair: withinPairs,
  portfolio: wholePortfolio,
};

const RELATIVE_PRECISION = 1e-12;
const MOST_ITERATIONS = 10_000;

/** Each breached pair's legs go to target weight * NAV before the trades; the rest is cash, also below 0. */
function breachedPairs({ target }: ScopeInputs, book: Book, decision: number): void {
  const legs = book.goal.length;
  for (let leg = 0; leg < legs; leg++) {
    book.goal[leg] =
      book.reason[leg >> 1] === NO_REASON
        ? (book.value[leg] ?? Number.NaN)
        : (target[decision * legs + leg] ?? Number.NaN) * book.nav;
  }
}

/**
 * Each breached pair is re-hedged within its own value, costs included.
 *
 * A pair that the regime filter has just sent into cash is sold. One that it lets out again owns
 * nothing but the cash its allocation was held as, so its own value is allocation * NAV.
 */
function withinPairs(inputs: ScopeInputs, book: Book, decision: number): void {
  const { value, goal, reason } = book;
  for (let pair = 0; pair < book.pairs; pair++) {
    const base = 2 * pair;
    const heldBase = value[base] ?? Number.NaN;
    const heldInverse = value[base + 1] ?? Number.NaN;
    const row = decision * book.pairs + pair;
    if (reason[pair] === NO_REASON) {
      goal[base] = heldBase;
      goal[base + 1] = heldInverse;
    } else if (inputs.blocked[row] === 1) {
      goal[base] = 0;
      goal[base + 1] = 0;
    } else {
      const own = reason[pair] === REGIME ? (inputs.allocation[row] ?? Number.NaN) * book.nav : heldBase + heldInverse;
      selfFinanced(inputs.cost, book, base, base + 2, inputs.rows.hedge, decision, own);
    }
  }
}

/** All pairs go to target weight * X, X being the NAV that the trades leave. Also the first purchase. */
export function wholePortfolio(inputs: ScopeInputs, book: Book, decision: number): void {
  selfFinanced(inputs.cost, book, 0, book.goal.length, inputs.target, decision, book.nav);
}

/**
 * Solves `X = own - cost(trades of the legs to weight * X)` by iteration until X changes by no more
 * than 1e-12 of the NAV, and writes `weight * X` into the goals of legs `from`..`to - 1`.
 */
function selfFinanced(
  cost: CostRule,
  book: Book,
  from: number,
  to: number,
  weights: Float64Array,
  decision: number,
  own: number,
): void {
  const precision = RELATIVE_PRECISION * Math.max(1, Math.abs(book.nav));
  let worth = own;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    aim(book, from, to, weights, decision, worth);
    const next = own - cost(book, from, to);
    const change = Math.abs(next - worth);
    worth = next;
    if (change > precision) continue;
    aim(book, from, to, weights, decision, worth);
    return;
  }
  throw new AppError(
    'bad-data',
    `costs: no value pays for its own trades out of ${own}; lower costs.commissionRate or costs.slippage`,
    { own },
  );
}

function aim({ goal }: Book, from: number, to: number, weights: Float64Array, decision: number, worth: number): void {
  const at = decision * goal.length;
  for (let leg = from; leg < to; leg++) goal[leg] = (weights[at + leg] ?? Number.NaN) * worth;
}
