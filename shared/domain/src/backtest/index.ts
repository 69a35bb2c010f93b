export type { BacktestRun, PairColumns, Trade, TradeReason } from './run';
