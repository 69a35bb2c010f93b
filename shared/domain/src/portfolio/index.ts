export type {
  Allocation,
  CheckSchedule,
  Costs,
  DriftMeasure,
  Fill,
  Portfolio,
  RebalanceScope,
  Regime,
  RegimeCell,
  RegimeFilter,
  RiskFreeDay,
  Slippage,
} from './portfolio';
