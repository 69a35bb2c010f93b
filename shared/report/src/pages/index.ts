export { analysisPage, type AnalysisResult } from './analysis';
export { tearsheet, type BacktestResult } from './backtest/tearsheet';
export { doctorPage, type Finding } from './doctor';
export { ingestionPage, type IngestionResult } from './ingestion';
export { planPage, type PlanResult } from './plan';
export type { PriceOrigin } from './prices';
export { sweepPage, type SweepResult } from './sweep/sweep-page';
export { targetsPage, type ShownTargets } from './targets';
