import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';
import type { Regime } from '../statistics';

/** What `analyze --json` prints (docs/numbers.md, section 5). Every number is finite; what has no value is `null`. */
export interface Analysis {
  readonly pairs: readonly PairAnalysis[];
}

/** One pair over all sessions its two legs share in the range. */
export interface PairAnalysis {
  readonly base: Ticker;
  readonly inverse: Ticker;
  readonly first: SessionDate;
  readonly last: SessionDate;
  readonly sessions: number;
  /** All pair returns, from the second session on. */
  readonly total: PairTotal;
  /** Sharpe ratio of the pair returns by calendar year. */
  readonly annualSharpe: Readonly<Record<string, number | null>>;
  /** The nine cells of volatility x correlation, low before high. */
  readonly cells: readonly RegimeCellFigures[];
  /** The same returns by one regime at a time. */
  readonly distributions: {
    readonly volatility: readonly RegimeDistribution[];
    readonly correlation: readonly RegimeDistribution[];
  };
  /** The nine cells of volatility x direction, low and down first. */
  readonly direction: readonly DirectionCell[];
  /** One row a session from the 63rd return on. */
  readonly hedgeBeta: readonly HedgeBeta[];
  /** Regimes as of the last session. */
  readonly current: {
    readonly volatility: number | null;
    readonly correlation: number | null;
    readonly volatilityRegime: Regime | null;
    readonly correlationRegime: Regime | null;
  };
}

/** All daily pair returns, and what they make together with and without re-hedging. */
export interface PairTotal extends Distribution {
  /** Total return of the pair re-hedged every session without costs: product of (1 + pair return), - 1. */
  readonly return: number | null;
  /** Total return of both legs bought at hedge weights on the first session and held. */
  readonly held: number | null;
}

/** A sample of daily pair returns. */
export interface Distribution {
  readonly count: number;
  readonly mean: number | null;
  /** Sample sd, daily. */
  readonly sd: number | null;
  /** mean / sd * sqrt(252). */
  readonly sharpe: number | null;
  /** 25 %, 50 % and 75 % quantiles, linear interpolation. */
  readonly quartiles: readonly [number | null, number | null, number | null];
}

/** The pair returns of the sessions in one cell of the grid. */
export interface RegimeCellFigures extends Distribution {
  readonly volatility: Regime;
  readonly correlation: Regime;
}

/** The pair returns of the sessions in one regime. */
export interface RegimeDistribution extends Distribution {
  readonly regime: Regime;
  readonly min: number | null;
  readonly max: number | null;
}

/** Where the base went over 21 sessions; sideways within half the sd of such a move. */
export type Direction = 'down' | 'sideways' | 'up';

/**
 * What a pair bought at hedge weights and left alone for 21 sessions earned, by where its base went
 * meanwhile. All figures are means over the sessions that end such a span.
 */
export interface DirectionCell {
  readonly volatility: Regime;
  readonly direction: Direction;
  readonly count: number;
  /** Result of the 21 sessions, as a fraction of the value bought. */
  readonly mean: number | null;
  /** What theory expects of the same spans: L/2 (x^2 - V). */
  readonly expected: number | null;
  /** Mean daily pair return on the spans' last sessions. */
  readonly daily: number | null;
}

/** Whether the inverse fund moved as the hedge assumes. */
export interface HedgeBeta {
  readonly date: SessionDate;
  /** Slope of the inverse's returns on the base's over 63 sessions. */
  readonly beta: number | null;
  /** -L of that session. */
  readonly expected: number;
}
