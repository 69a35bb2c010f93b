export { readCsvColumns, readCsvSeries } from './csv-series';
export { csvSource } from './csv-source';
export { isSourceName, openSource, SOURCE_NAMES, type SourceName, type SourceOptions } from './open-source';
export { recordedSource, SYNTHETIC, syntheticAmong, type FetchOptions, type PriceSource } from './price-source';
export { SYNTHETIC_SEED } from './synthetic-source';
export type { RequestPolicy } from './vendor-request';
export { probeYahoo, type ProbeOptions, type YahooReach } from './yahoo-probe';
