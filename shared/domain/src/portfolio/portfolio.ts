import type { SessionDate } from '../calendar';
import type { Pair } from '../pairs';
import type { Ticker } from '../prices';
import type { Regime } from '../statistics';

/** How portfolio weight is given to pairs; `window` counts sessions of the run. */
export type Allocation =
  | { readonly method: 'equal' }
  /** The owner's own weights, in the order of the pairs; what they leave of 1 is cash. */
  | { readonly method: 'fixed'; readonly weights: readonly number[] }
  | { readonly method: 'inverse-volatility'; readonly window: number }
  | { readonly method: 'trend'; readonly window: number };

/** Which sessions look at drift. */
export const CHECK_SCHEDULES = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'never'] as const;
/** One of {@link CHECK_SCHEDULES}. */
export type CheckSchedule = (typeof CHECK_SCHEDULES)[number];

/** What drift is measured on. */
export type DriftMeasure = 'weight' | 'delta';

/** What trades once any pair is breached. */
export const REBALANCE_SCOPES = ['breached', 'pair', 'portfolio'] as const;
/** One of {@link REBALANCE_SCOPES}. */
export type RebalanceScope = (typeof REBALANCE_SCOPES)[number];

/** Where a decision of session t is filled. */
export const FILLS = ['close', 'next-open', 'next-close'] as const;
/** One of {@link FILLS}. */
export type Fill = (typeof FILLS)[number];

/** What a trade of value v costs beyond commission, as a share of v (docs/numbers.md, section 3). */
export type Slippage =
  | { readonly model: 'none' }
  /** `rate`. */
  | { readonly model: 'fixed'; readonly rate: number }
  /** `min(cap, sqrt(value / depth))`. */
  | { readonly model: 'sqrt'; readonly cap: number; readonly depth: number };

/** What trading costs. */
export interface Costs {
  /** Share of the traded value. */
  readonly commissionRate: number;
  readonly slippage: Slippage;
}

/** How far a pair may be from where it should be. */
export interface DriftLimit {
  readonly measure: DriftMeasure;
  /**
   * A pair is breached by a drift above it. 0 is calendar rebalancing, which a file without `drift` means:
   * every check session is a breach of every pair, see {@link isCalendar}.
   */
  readonly tolerance: number;
}

/** True where every check session is a breach of every pair, whatever its drift (docs/numbers.md, section 3). */
export function isCalendar({ tolerance }: Pick<DriftLimit, 'tolerance'>): boolean {
  return tolerance === 0;
}

/** A cell of the volatility x correlation grid; a missing side means any. */
export interface RegimeCell {
  readonly volatility?: Regime | undefined;
  readonly correlation?: Regime | undefined;
}

/** Cells in which a pair is not held, and benchmark volatility regimes in which nothing is. */
export interface RegimeFilter {
  /** Keyed `BASE/INVERSE`, e.g. `QQQ/SQQQ`. */
  readonly pairs?: Readonly<Record<string, readonly RegimeCell[]>> | undefined;
  /** Blocked volatility regimes of the benchmark. */
  readonly benchmark?: readonly Regime[] | undefined;
}

/** One day's risk-free rate, per session (not annual). */
export interface RiskFreeDay {
  readonly session: string;
  readonly rate: number;
}

/** What a portfolio's subscribers are told of. */
export const SIGNAL_KINDS = ['rebalance', 'hold', 'late', 'recovered', 'correction', 'drawdown'] as const;
/** One of {@link SIGNAL_KINDS}. */
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Which signals a portfolio gives. */
export interface SignalRules {
  /** All kinds where it is left out. */
  readonly kinds?: readonly SignalKind[] | undefined;
  /** Drawdown of the model portfolio's NAV that is told of, as a share of its peak; none where it is left out. */
  readonly drawdown?: number | undefined;
}

/** True where the portfolio's subscribers are to be told of signals of that kind. */
export function givesSignal({ signals }: Pick<Portfolio, 'signals'>, kind: SignalKind): boolean {
  return signals?.kinds?.includes(kind) ?? true;
}

/**
 * A portfolio file, checked. Optional keys of the file have their defaults here. A further optional key stays out where the file leaves
 * it out, because what a portfolio says is its generation: with a default, each would begin a new one with the program's next version.
 */
export interface Portfolio {
  readonly name: string;
  /** Starting money. */
  readonly capital: number;
  readonly benchmark?: Ticker | undefined;
  readonly pairs: readonly Pair[];
  readonly allocation: Allocation;
  readonly rebalance: {
    readonly check: CheckSchedule;
    readonly drift: DriftLimit;
    readonly scope: RebalanceScope;
  };
  readonly fill: Fill;
  readonly costs: Costs;
  readonly regimeFilter?: RegimeFilter | undefined;
  /** Annual rate, or the path of a CSV of daily rates as the file named it; 0 when absent. */
  readonly riskFreeRate: number | string;
  /** First session of the model ledger; the as-of session of the first view where it is left out. */
  readonly start?: SessionDate | undefined;
  readonly signals?: SignalRules | undefined;
}
