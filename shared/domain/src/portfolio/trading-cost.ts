import type { Costs, Slippage } from './portfolio';

type Model = Slippage['model'];
type SlippageOf<M extends Model> = Extract<Slippage, { model: M }>;

const SLIPPAGE_RATES: { readonly [M in Model]: (slippage: SlippageOf<M>, value: number) => number } = {
  none: () => 0,
  fixed: ({ rate }) => rate,
  sqrt: ({ cap, depth }, value) => Math.min(cap, Math.sqrt(value / depth)),
};

/** Cost of trading `value` (not negative), in the same money: `value * (commissionRate + slippage(value))` (docs/numbers.md, section 3). */
export function tradingCost({ commissionRate, slippage }: Costs, value: number): number {
  return value * (commissionRate + slippageRate(slippage, value));
}

function slippageRate<M extends Model>(slippage: SlippageOf<M>, value: number): number {
  const model: M = slippage.model;
  return SLIPPAGE_RATES[model](slippage, value);
}
