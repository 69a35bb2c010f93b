export { planOrders, type Order, type OrderPlan, type OrderRequest } from './orders';
export { parsePortfolio } from './parse-portfolio';
export type {
  Allocation,
  CheckSchedule,
  Costs,
  DriftMeasure,
  Fill,
  Portfolio,
  RebalanceScope,
  RegimeCell,
  RegimeFilter,
  RiskFreeDay,
  Slippage,
} from './portfolio';
export { portfolioFrom, presets } from './presets';
export { symbolsOf } from './symbols';
export { tradingCost } from './trading-cost';
export type { Action, LegValues, PairTarget, Targets } from './targets';
