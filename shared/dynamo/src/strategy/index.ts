export { toldOrder } from './told-order';
export { latestContent } from './view/content';
export { attributionMeans, attributionYear, equityYear, tradeRows } from './view/yearly';
export type { EquityYear, TradeColumns } from './view/yearly';
export type { HeldShares, LatestContent, LatestView, OrderedShares, PairTargets } from './view/content';
export { viewChanges, type ViewChanges } from './view/changes';
export { chained, chainStart, continues } from './checkpoints/checkpoint-item';
export type { ChainedCheckpoint, Checkpoint } from './checkpoints/checkpoint-item';
export type { CheckpointChanges, StoredCheckpoints } from './checkpoints/checkpoints';
export type { CheckpointPointer, Fence, TakenFence } from './fence';
export type { ListedPortfolio } from './listed';
export { generationAfter, type Generation } from './generation';
export { analysisPart, pairName, signalItem } from './items';
export type { LedgerBooking } from './ledger/booking';
export type {
  CorrectedBar,
  DistanceReason,
  DistanceYear,
  LedgerEntry,
  LedgerFill,
  LedgerLeg,
  LedgerOrder,
  LedgerPair,
} from './ledger/content';
export type { LedgerRange, YearRange } from './ledger/ledger';
export type { BookedEntry, LedgerPointer, StoredEntry } from './ledger/ledger-item';
export type { Claim, Claimed } from './signals/claim';
export type { LateSession } from './signals/late';
export { signalId, type NewSignal, type Signal } from './signals/signal-item';
export type { FoundSignals, SignalRange } from './signals/signals';
export type { ViewPart } from './view/part-writes';
export type { StrategyView } from './view/publication';
export type { Publication, PublicationRequest } from './view/publish';
export type { NewestYears, ViewParts } from './view/reader';
export { strategyViews, type StrategyReader, type StrategyViews } from './views';
