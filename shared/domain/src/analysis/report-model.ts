import type { DroppedSession, TradeReason } from '../backtest';
import type { SessionDate } from '../calendar';
import type { Portfolio } from '../portfolio';
import type { Ticker } from '../prices';
import type { MonthReturn, YearFigures } from './calendar-tables';
import type { Drawdown } from './drawdowns';
import type { Metrics } from './metrics';

/** What `backtest --json` prints. Every number is finite; what has no value is `null`. */
export interface BacktestReport {
  /** Name of the portfolio. */
  readonly portfolio: string;
  readonly first: SessionDate;
  readonly last: SessionDate;
  readonly sessions: number;
  readonly droppedSessions: number;
  readonly net: Metrics;
  readonly gross: Metrics;
  readonly intervals: Intervals;
  readonly rebalances: number;
  readonly trades: readonly ReportedTrade[];
  readonly totalCost: number;
  readonly finalNav: number;
  readonly minCash: number;
  /** Largest sum of held values / NAV at a close. */
  readonly maxGrossExposure: number;
  readonly netDelta: { readonly mean: number; readonly min: number; readonly max: number };
  readonly attribution: Attribution;
  readonly pairs: readonly PairReport[];
  readonly curve: readonly CurvePoint[];
  /** The sessions behind `droppedSessions`, with the symbols that had no bar. */
  readonly dropped: readonly DroppedSession[];
  /** Symbols that are legs of more than one pair. */
  readonly sharedSymbols: readonly Ticker[];
  /** The portfolio file as it was understood. */
  readonly configuration: Portfolio;
  /** Buying and holding the benchmark with the same capital, over the same sessions; `null` without one. */
  readonly benchmark: BenchmarkReport | null;
  readonly drawdowns: readonly Drawdown[];
  readonly monthly: readonly MonthReturn[];
  readonly yearly: readonly YearFigures[];
  readonly crises: readonly CrisisResult[];
  /** The order of {@link TradeMetrics.largestTrade}; `null` when nothing was traded. */
  readonly largestTrade: ReportedTrade | null;
}

/** One filled order, in index units and in shares as traded. */
export interface ReportedTrade {
  readonly date: SessionDate;
  readonly symbol: Ticker;
  readonly units: number;
  readonly price: number;
  /** As traded; null where prices as traded are not known, as is the price. */
  readonly shares: number | null;
  readonly tradedPrice: number | null;
  readonly value: number;
  readonly cost: number;
  readonly reason: TradeReason;
}

/** One session's close. `gross` is the NAV of the same configuration without costs. */
export interface CurvePoint {
  readonly date: SessionDate;
  readonly nav: number;
  readonly gross: number;
  readonly cash: number;
  readonly cost: number;
  readonly netDelta: number;
  readonly exposure: number;
}

/** A two-sided interval; both ends `null` when the figure has no value on the resampled paths. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** Bootstrap intervals of the net figures, with what it takes to repeat them. */
export interface Intervals {
  readonly sharpe: Interval;
  readonly cagr: Interval;
  readonly maxDrawdown: Interval;
  /** Share of paths inside, 0.9. */
  readonly level: number;
  readonly paths: number;
  /** Mean block length in sessions. */
  readonly meanBlock: number;
  readonly seed: number;
}

/**
 * The parts of a change of value, in money, twice (docs/numbers.md, section 6): `exposure + tracking + cost` is
 * `total`; and `market + timing` as well as `trend + decay + direction + residual` is `exposure`.
 */
export interface AttributionParts {
  /** What the base's moves earned on the net delta held through them. */
  readonly exposure: number;
  /** What the run's mean net delta would have earned of {@link exposure}. */
  readonly market: number;
  /** The rest of {@link exposure}: a net delta away from its mean at the right time, or the wrong one. */
  readonly timing: number;
  /** What the inverse funds earned beyond -L times their bases. */
  readonly tracking: number;
  /** Not above 0. */
  readonly cost: number;
  readonly trend: number;
  readonly decay: number;
  readonly direction: number;
  readonly residual: number;
  readonly total: number;
}

/** The parts of what one pair earned. */
export interface PairAttributionParts extends AttributionParts {
  readonly base: Ticker;
  readonly inverse: Ticker;
}

/** The parts of one pair's profit in a whole run. */
export interface PairAttribution extends PairAttributionParts {
  readonly spells: number;
}

/** `total` over all pairs is the change of NAV. */
export interface Attribution extends AttributionParts {
  readonly pairs: readonly PairAttribution[];
}

/** The parts of one calendar year, or of as much of it as the run covers; the years add up to the run, part by part. */
export interface YearAttribution extends AttributionParts {
  readonly year: number;
  readonly pairs: readonly PairAttributionParts[];
}

/** One pair within the portfolio: its own return series, in all the metrics. */
export interface PairReport {
  readonly base: Ticker;
  readonly inverse: Ticker;
  readonly net: Metrics;
  readonly gross: Metrics;
  /** Profit after costs, in money. */
  readonly profit: number;
}

/** The benchmark bought at the first close and held. */
export interface BenchmarkReport {
  readonly symbol: Ticker;
  readonly metrics: Metrics;
  /** NAV of the benchmark bought with the portfolio's capital at the first close, one row a point of the curve. */
  readonly nav: readonly number[];
}

/** What happened from a crisis's last peak close to its trough close. */
export interface CrisisResult {
  readonly name: string;
  readonly from: SessionDate;
  readonly to: SessionDate;
  readonly return: number;
  readonly benchmark: number | null;
  readonly maxDrawdown: number;
}
