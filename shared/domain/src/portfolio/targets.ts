import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';

/** Whether to trade: for a pair, and for the portfolio once any pair does. */
export type Action = 'rebalance' | 'hold';

/** One number for each leg of a pair. */
export interface LegValues {
  readonly base: number;
  readonly inverse: number;
}

/** One pair at the as-of close, before that session's trades. */
export interface PairTarget {
  readonly base: Ticker;
  readonly inverse: Ticker;
  /** Leverage ratio in force on the as-of session. */
  readonly ratio: number;
  /** Portfolio weight each leg should have. */
  readonly target: LegValues;
  /** Portfolio weight each leg has. */
  readonly weight: LegValues;
  /** Drift by the portfolio's own measure. */
  readonly drift: number;
  /** (base - ratio * inverse) / NAV: this pair's part of the portfolio's net delta. */
  readonly netDelta: number;
  /** Drift above the tolerance or rebalanced by the calendar, or the regime filter changed its mind about the pair. */
  readonly breached: boolean;
  /** True while the regime filter keeps the pair in cash. */
  readonly blocked: boolean;
  readonly action: Action;
}

/**
 * What the model portfolio should hold after `asOf` and whether that calls for trades. Weights,
 * drift, NAV and cash are those of the as-of close before that session's trades are decided, so that
 * a reader sees what caused the signal.
 */
export interface Targets {
  /** The portfolio's name. */
  readonly portfolio: string;
  readonly asOf: SessionDate;
  readonly nav: number;
  readonly cash: number;
  readonly netDelta: number;
  readonly signal: Action;
  readonly pairs: readonly PairTarget[];
}
