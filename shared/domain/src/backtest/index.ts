export { latestTargets } from './latest-targets';
export type { DroppedSession, PanelRange } from './align';
export { buildPanel, type IndexColumns, type Panel, type PanelPair } from './panel';
export type { BacktestRun, PairColumns, Trade } from './run';
export { runBacktest, type RunOptions } from './run-backtest';
export { parseEngineState } from './parse-state';
export type { EngineState, TradeReason } from './state';
export { sweep, sweepCells, type SweepCell, type SweepGrid, type SweepOptions, type SweepOutcome } from './sweep';
