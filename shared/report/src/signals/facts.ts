import type { Fill, SignalKind } from '@evenkeel/domain/portfolio';

/** One order of the model; shares and price as traded, `null` where they are not known. All amounts are positive. */
export interface SignalOrder {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly shares: number | null;
  readonly price: number | null;
  readonly value: number;
}

/** One pair at the session's close, before its trades. */
export interface SignalPair {
  readonly base: string;
  readonly inverse: string;
  /** In the portfolio's own measure. */
  readonly drift: number | null;
  readonly action: 'rebalance' | 'hold';
}

/** A decision that another one has taken the place of. */
export interface ReplacedDecision {
  /** Of the message that told of it; `null` where none did. */
  readonly id: string | null;
  /** Number of the publication that it came with. */
  readonly version: number;
  readonly signal: 'rebalance' | 'hold';
  /** `null` where they are not known. */
  readonly orders: readonly SignalOrder[] | null;
}

interface Common {
  readonly portfolio: string;
  readonly session: string;
  /** Newest session of which any symbol has a bar. */
  readonly newest: string | null;
  /** True where prices go further than the session. */
  readonly late: boolean;
  readonly synthetic: boolean;
}

/** What the model portfolio has decided at the close of a session. */
export interface DecisionFacts extends Common {
  readonly kind: 'rebalance' | 'hold' | 'correction';
  readonly signal: 'rebalance' | 'hold';
  readonly nav: number;
  /** Of the whole portfolio, as a share of NAV. */
  readonly netDelta: number;
  /** Drift above which a pair is traded; 0 where the calendar decides. */
  readonly limit: number;
  readonly fill: Fill;
  readonly pairs: readonly SignalPair[];
  /** Sells before buys, the largest first. */
  readonly orders: readonly SignalOrder[];
  /** Of a correction: what has changed the decision. */
  readonly because?: 'prices' | 'file' | undefined;
  readonly replaces?: ReplacedDecision | undefined;
}

/** A session that is not complete in the evening. */
export interface LateFacts extends Common {
  readonly kind: 'late';
  /** Newest session that every symbol has. */
  readonly asOf: string | null;
  readonly symbols: readonly { readonly symbol: string; readonly newest: string | null }[];
}

/** A session that was late and is complete. */
export interface RecoveredFacts extends Common {
  readonly kind: 'recovered';
  readonly signal: 'rebalance' | 'hold';
}

/** A drawdown beyond the portfolio's limit; both are shares of the peak, positive. */
export interface DrawdownFacts extends Common {
  readonly kind: 'drawdown';
  readonly nav: number;
  readonly drawdown: number;
  readonly limit: number;
  /** `session` is `null` where the starting capital is the peak. */
  readonly peak: { readonly session: string | null; readonly nav: number };
}

/** What one signal is about. */
export type SignalFacts = DecisionFacts | LateFacts | RecoveredFacts | DrawdownFacts;

/** What a subscriber has to do about it. */
export type Severity = 'action' | 'warning' | 'info';

/** How much a kind of signal matters. */
export const SEVERITIES: Readonly<Record<SignalKind, Severity>> = {
  rebalance: 'action',
  correction: 'action',
  late: 'warning',
  drawdown: 'warning',
  hold: 'info',
  recovered: 'info',
};
