export type {
  Analysis,
  Direction,
  DirectionCell,
  Distribution,
  HedgeBeta,
  PairAnalysis,
  PairTotal,
  RegimeCellFigures,
  RegimeDistribution,
} from './analysis-model';
export { attribute } from './attribution';
export { attributionColumns, type AttributionColumns } from './attribution-columns';
export {
  attributionByYear,
  attributionYears,
  meanNetDeltas,
  yearAttribution,
  type AttributionYear,
  type PairYear,
} from './attribution-years';
export { buildAnalysis, FEWEST_SESSIONS } from './build-analysis';
export { buildReport, reportFigures, type ReportFigures } from './build-report';
export { drawdownCurve, type Drawdown } from './drawdowns';
export type { MonthReturn, YearFigures } from './calendar-tables';
export type { ReportInput } from './inputs';
export type { Metrics } from './metrics';
export type { PeriodReturns } from './trailing-periods';
export type {
  Attribution,
  AttributionParts,
  BacktestReport,
  BenchmarkReport,
  CrisisResult,
  CurvePoint,
  Interval,
  Intervals,
  PairAttribution,
  PairAttributionParts,
  PairReport,
  ReportedTrade,
  YearAttribution,
} from './report-model';
export { rankedRuns, type RankedRun } from './ranked-runs';
export { meanRiskFree, riskFreeRates } from './risk-free';
export type { PairHistory } from './spell-model';
export { pairHistories } from './spells';
export type { CellFigures, SweepReport, SweptCell } from './sweep-model';
export { sweepReport, type SweepInput } from './sweep-report';
export { holdingTheory, type HoldingTheory } from './variance-ratio';
