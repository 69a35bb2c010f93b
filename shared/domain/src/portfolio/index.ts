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
export { portfolioJsonSchema } from './portfolio-json-schema';
export {
  CHECK_SCHEDULES,
  FILLS,
  isCalendar,
  REBALANCE_SCOPES,
  SIGNAL_KINDS,
  givesSignal,
  type Allocation,
  type CheckSchedule,
  type Costs,
  type DriftLimit,
  type DriftMeasure,
  type Fill,
  type Portfolio,
  type RebalanceScope,
  type RegimeCell,
  type RegimeFilter,
  type RiskFreeDay,
  type SignalKind,
  type SignalRules,
  type Slippage,
} from './portfolio';
export { whyNeverBreached } from './portfolio-problems';
export {
  enabledPortfolios,
  portfolioIn,
  requireDeployableName,
  type EnabledPortfolios,
  type PortfolioFile,
  type RefusedPortfolio,
} from './portfolio-files';
export { stalenessOf, type Staleness } from './staleness';
export { sharedSymbols, symbolsOf } from './symbols';
export { tradingCost } from './trading-cost';
export type { Action, LegValues, ModelHolding, ModelOrder, PairTarget, Side, Targets } from './targets';
