export { adjustBars, ADJUSTMENTS, type Adjustment } from './adjust';
export { asTradedBars } from './as-traded';
export type { Bar, PriceField } from './bar';
export { seriesFromColumns, type VendorColumns } from './columns';
export { totalReturnIndex, type TotalReturnIndex } from './returns';
export { firstImpossiblePrice, seriesFromBars, seriesFromVendor, type Series } from './series';
export { parseTicker, type Ticker } from './ticker';
export type { VendorDividend, VendorHistory, VendorRow, VendorSplit } from './vendor-history';
export * from './quality';
