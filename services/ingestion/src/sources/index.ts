export type { FetchOptions, PriceSource } from './price-source';
