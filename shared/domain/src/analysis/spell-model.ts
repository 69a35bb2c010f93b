import type { SpellList } from './spell-list';

/**
 * One pair's holding from one of its trades to the next, or to the end of the run. Money, and only
 * this pair's; `profit` is before costs.
 */
export interface Spell {
  /** Row of the trade that opened it. */
  readonly first: number;
  /** Row of the trade that closed it, or the last row. */
  readonly last: number;
  /** Value of both legs right after the opening trade (P). */
  readonly startValue: number;
  readonly profit: number;
  /** Of the opening trade, and of the closing one where nothing was held after it; not negative. */
  readonly cost: number;
  /** Sum of (V_base,t-1 - L_t V_inverse,t-1) r_base. */
  readonly exposure: number;
  /** Sum of V_inverse,t-1 (r_inverse + L_t r_base). */
  readonly tracking: number;
  /** P L/2 x^2. */
  readonly trend: number;
  /** -P L/2 V. */
  readonly decay: number;
  /** (V_base - L V_inverse) at the start * (base growth - 1). */
  readonly direction: number;
}

/**
 * One pair through a run, one row a session: what the session earned, and how much of it each part of
 * a {@link Spell} gained there. A session with a fill at its open has a night of the old spell and a day of the new.
 */
export interface PairHistory {
  readonly spells: SpellList;
  /** Change of the pair's value that trades did not bring, before costs. */
  readonly profit: Float64Array;
  readonly cost: Float64Array;
  readonly exposure: Float64Array;
  readonly tracking: Float64Array;
  readonly trend: Float64Array;
  readonly decay: Float64Array;
  readonly direction: Float64Array;
  /** What the session's profit was made on: the value at the last close, or what was bought if that was nothing. */
  readonly invested: Float64Array;
  /** Daily returns of the base, held or not; row 0 is NaN. */
  readonly baseReturns: Float64Array;
  /** Positions of the pair's orders among the run's fills. */
  readonly orders: Int32Array;
}
