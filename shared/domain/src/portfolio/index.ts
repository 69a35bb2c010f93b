export {
  MOST_MONEY,
  type LeftOut,
  type LeftOutReason,
  type Order,
  type OrderPlan,
  type OrderRequest,
} from './order-plan';
export { planOrders } from './orders';
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
export { planId, type PlanSubject } from './plan-id';
export { portfolioFrom, presets } from './presets';
export { symbolsOf } from './symbols';
export { tradingCost } from './trading-cost';
export type { Action, LegValues, PairTarget, Targets } from './targets';
