export { equityYear, latestContent, tradesYear } from './view/content';
export type {
  EquityYear,
  LatestContent,
  LatestView,
  PairTargets,
  TradeRow,
  TradesYear,
  WaitingSymbol,
} from './view/content';
export type { StrategyView } from './view/publication';
export { strategyViews, type Publication, type StrategyReader, type StrategyViews } from './views';
