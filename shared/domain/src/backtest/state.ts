import type { SessionDate } from '../calendar';

/** Why trades are made; the engine's columns hold positions here plus 1. */
export const REASONS = ['initial', 'drift', 'regime', 'calendar'] as const;

/** Why a trade was made. */
export type TradeReason = (typeof REASONS)[number];

/**
 * Everything the engine needs to go on after `session`: plain JSON, a few numbers a leg. Numbers
 * survive `JSON.stringify` and `JSON.parse` unchanged, so a resumed run is bit-identical.
 * Legs are in the panel's order: base of pair 0, inverse of pair 0, base of pair 1, ...
 */
export interface EngineState {
  /** Last session that was worked through. */
  readonly session: SessionDate;
  /** Index units held after that session's trades. */
  readonly units: readonly number[];
  /** Money, after that session's trades and costs. */
  readonly cash: number;
  /** Whether the first purchase has been filled. */
  readonly bought: boolean;
  /** Per pair: whether the regime filter kept it in cash when it was last looked at. */
  readonly blocked: readonly boolean[];
  /** Per pair: why the decision of `session` trades it at the next fill, null where it does not; null without a decision. */
  readonly pending: readonly (TradeReason | null)[] | null;
  /** The book as drift was measured at the close of `session`, before the trades decided there. */
  readonly measured: { readonly units: readonly number[]; readonly cash: number; readonly blocked: readonly boolean[] };
}
