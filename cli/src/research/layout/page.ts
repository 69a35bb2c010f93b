import type { Ink } from './ink';

/** What a page is printed on. */
export interface Page {
  /** Columns. */
  readonly width: number;
  readonly ink: Ink;
}

/** Where the prices of a page came from. */
export interface PriceOrigin {
  /** E.g. `csv ../shared/data/prices`. */
  readonly origin: string;
  readonly synthetic: boolean;
}

/** The line above every figure that rests on no real price; none for real prices. */
export function syntheticNotice({ synthetic }: PriceOrigin, ink: Ink, warning = 'not by any exchange'): string[] {
  return synthetic ? [ink.paint('yellow', `SYNTHETIC PRICES: made by the built-in market, ${warning}`)] : [];
}
