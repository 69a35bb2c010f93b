import type { Costs, Slippage } from '../portfolio';
import type { Book } from './book';

/**
 * Writes into `book.cost` what bringing each of the legs `from`..`to - 1` from `book.value` to
 * `book.goal` costs, in money, and answers the sum. All legs at once, like the drift rules.
 */
export type CostRule = (book: Book, from: number, to: number) => number;

/** The rule of a gross run. */
export const noCosts: CostRule = proportional(0);

/** What trading a value v pays: `v * (commissionRate + slippage(v))` (docs/numbers.md, section 3). */
export function costRule({ commissionRate, slippage }: Costs): CostRule {
  return ruleOf(commissionRate, slippage);
}

type Model = Slippage['model'];
type SlippageOf<M extends Model> = Extract<Slippage, { model: M }>;

const SLIPPAGE_MODELS: { readonly [M in Model]: (commissionRate: number, slippage: SlippageOf<M>) => CostRule } = {
  none: proportional,
  fixed: (commissionRate, { rate }) => proportional(commissionRate + rate),
  sqrt: squareRoot,
};

function ruleOf<M extends Model>(commissionRate: number, slippage: SlippageOf<M>): CostRule {
  const model: M = slippage.model;
  return SLIPPAGE_MODELS[model](commissionRate, slippage);
}

function proportional(rate: number): CostRule {
  return ({ value, goal, cost }, from, to) => {
    let sum = 0;
    for (let leg = from; leg < to; leg++) {
      const one = Math.abs((goal[leg] ?? Number.NaN) - (value[leg] ?? Number.NaN)) * rate;
      cost[leg] = one;
      sum += one;
    }
    return sum;
  };
}

/** The more is traded at once, the worse the price, as the square root of value over depth, up to a cap. */
function squareRoot(commissionRate: number, { cap, depth }: SlippageOf<'sqrt'>): CostRule {
  const capped = commissionRate + cap;
  // From this value on the cap holds, and the root need not be taken.
  const deep = cap * cap * depth;
  return ({ value, goal, cost }, from, to) => {
    let sum = 0;
    for (let leg = from; leg < to; leg++) {
      const traded = Math.abs((goal[leg] ?? Number.NaN) - (value[leg] ?? Number.NaN));
      const one = traded * (traded < deep ? commissionRate + Math.sqrt(traded / depth) : capped);
      cost[leg] = one;
      sum += one;
    }
    return sum;
  };
}
