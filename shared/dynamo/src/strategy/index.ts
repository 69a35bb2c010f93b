export { equityYear, latestContent, tradesYear } from './view/content';
export type { EquityYear, LatestContent, LatestView, PairTargets, TradeRow } from './view/content';
export type { NewSignal, Signal } from './signals/signal-item';
export type { StrategyView } from './view/publication';
export type { Publication, PublicationRequest } from './view/publish';
export type { ViewParts } from './view/reader';
export { strategyViews, type StrategyReader, type StrategyViews } from './views';
