export { PRICE_FIELDS, type Bar, type PriceField } from './bar';
export type { Series } from './series';
export { parseTicker, type Ticker } from './ticker';
export type { VendorDividend, VendorHistory, VendorRow, VendorSplit } from './vendor-history';
