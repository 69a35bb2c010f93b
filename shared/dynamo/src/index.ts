export { barItem, barKey, barOfItem, sameBar, type Item, type Provenance, type StoredBar } from './bar-item';
export { BATCH_SIZE, batchWrite, isPassing, type BatchWriteOptions } from './batch-write';
export { mapBounded, slots, type Slots } from './bounded';
export { createDynamoClients, exactNumber, isLoopback, type DynamoClients, type DynamoOptions } from './clients';
export { priceHistoryReader, type BarRange, type Consistency, type PriceHistoryReader } from './price-history-reader';
export { priceHistoryWriter, type PriceHistoryWriter, type PutOutcome } from './price-history-writer';
export { strategyViews, type Publication, type StrategyReader, type StrategyViews } from './strategy-views';
export type { StrategyView } from './strategy-publication';
export { equityYear, latestContent, tradesYear } from './strategy-items';
export type {
  EquityYear,
  LatestContent,
  LatestView,
  PairTargets,
  TradeRow,
  TradesYear,
  WaitingSymbol,
} from './strategy-items';
export { asJson, asJsonObject, type Json, type JsonObject } from './json-values';
export type { Correction, CorrectionKind } from './correction-item';
export type { Coverage, Held, QuarantineEntry, RunRecord, UpcomingEvent } from './ingestion-records';
export { ingestionState, type IngestionState } from './ingestion-state';
export type { HeldLease, LeaseHolder, LeaseStore } from './lease-store';
export { serviceNow } from './service-clock';
