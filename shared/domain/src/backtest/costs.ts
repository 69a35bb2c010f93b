import type { Costs, Slippage } from '../portfolio';

/** Cost of trading a value, both in money and not negative. */
export type CostRule = (value: number) => number;

/** What a trade of `value` pays: `value * (commissionRate + slippage(value))` (numbers, section 3). */
export function costRule({ commissionRate, slippage }: Costs): CostRule {
  const slippageRate = slippageRule(slippage);
  return (value) => value * (commissionRate + slippageRate(value));
}

/** The rule of a gross run. */
export const noCosts: CostRule = () => 0;

type SlippageModels = { readonly [Model in Slippage['model']]: (slippage: Extract<Slippage, { model: Model }>) => CostRule };

/** Share of the traded value that is lost to the market, for each model. */
const SLIPPAGE_MODELS: SlippageModels = {
  none: () => () => 0,
  fixed:
    ({ rate }) =>
    () =>
      rate,
  sqrt:
    ({ cap, depth }) =>
    (value) =>
      Math.min(cap, Math.sqrt(value / depth)),
};

function slippageRule<Model extends Slippage['model']>(slippage: Extract<Slippage, { model: Model }>): CostRule {
  const model: Model = slippage.model;
  return SLIPPAGE_MODELS[model](slippage);
}
