export { latestTargets } from './latest-targets';
export { buildPanel, type DroppedSession, type IndexColumns, type Panel, type PanelPair, type PanelRange } from './panel';
export type { BacktestRun, PairColumns, Trade, TradeReason } from './run';
export { runBacktest, type RunOptions } from './run-backtest';
export { parseEngineState, type EngineState } from './state';
export { sweep, sweepCells, type SweepCell, type SweepGrid, type SweepOptions, type SweepOutcome } from './sweep';
