export type {
  Analysis,
  Direction,
  DirectionCell,
  Distribution,
  HedgeBeta,
  PairAnalysis,
  RegimeCellFigures,
  RegimeDistribution,
} from './analysis-model';
export { basicMetrics, type BasicMetrics, type BasicMetricsOptions, type SharpeShape } from './basic-metrics';
export { HEDGE_WINDOW, REGIME_WINDOW, SESSIONS_A_YEAR } from './constants';
export type { ReportInput } from './inputs';
export type { Metrics } from './metrics-model';
export { NO_REGIME, REGIMES, pairRegimes, regimeName, rollingRegimes, volatilityRegimes, type PairRegimes } from './regimes';
export type {
  Attribution,
  AttributionParts,
  BacktestReport,
  BenchmarkReport,
  CrisisResult,
  CurvePoint,
  Drawdown,
  Interval,
  Intervals,
  MonthReturn,
  PairAttribution,
  PairReport,
  ReportedTrade,
  YearFigures,
} from './report-model';
export { rollingBeta, rollingCorrelation, rollingSd, rollingVolatility, windowSd } from './rolling';
