export { barItem, barOfItem, sameBar, type Provenance, type StoredBar } from './bar-item';
export { priceHistoryReader, type BarRange, type Consistency, type PriceHistoryReader } from './history-reader';
export { pricePathReader, type PricePathReader, type StoredPaths, type UnreadableBar } from './path-reader';
export { priceHistoryWriter, type PriceHistoryWriter, type PutOutcome } from './history-writer';
