import type { DroppedReasons, PriceDoubt } from '@evenkeel/domain/backtest';
import { droppedNotices } from '../notices/dropped-sessions';
import { doubtNotices } from '../notices/price-doubts';

/** Where the prices of a page came from. */
export interface PriceOrigin {
  /** E.g. `csv ../shared/data/prices`. */
  readonly origin: string;
  readonly synthetic: boolean;
}

/** The prices that a run rests on, and what is odd about them. */
export interface PriceBasis {
  readonly prices: PriceOrigin;
  /** What the price table would not have taken. */
  readonly doubts: readonly PriceDoubt[];
  /** Why sessions were left out. */
  readonly dropped: DroppedReasons;
}

/** What stands above every figure that rests on no real price; `undefined` for real prices. */
export function syntheticWarning({ synthetic }: PriceOrigin, warning = 'not by any exchange'): string | undefined {
  return synthetic ? `SYNTHETIC PRICES: made by the built-in market, ${warning}` : undefined;
}

/** What is odd about the prices of a run. */
export function priceNotices({ doubts, dropped }: PriceBasis): string[] {
  return [...doubtNotices(doubts), ...droppedNotices(dropped)];
}
