/**
 * Figures of one NAV curve, with the keys and definitions of docs/numbers.md, section 4. Rates and
 * returns are fractions (0.1 = 10 %); `null` is a ratio without a denominator, or a statistic of
 * too few sessions.
 */
export interface Metrics extends ReturnMetrics, BenchmarkMetrics, TradeMetrics {
  /** Annual rate lost to costs: cagr of the same configuration without costs, less this cagr. 0 for gross. */
  readonly costDrag: number | null;
  /** Deflated Sharpe ratio; `null` outside a sweep, where there are no other trials. */
  readonly dsr: number | null;
}

/** What follows from the returns alone. */
export interface ReturnMetrics {
  /** NAV at the end / capital - 1. */
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** Not above 0: -0.2 is a loss of 20 % from the peak. */
  readonly maxDrawdown: number;
  /** Longest span from peak to recovery (or to the end), in calendar days. */
  readonly maxDrawdownDays: number;
  /** The same in sessions. */
  readonly maxDrawdownSessions: number;
  /** True when the span of {@link maxDrawdownDays} had not recovered by the last session. */
  readonly drawdownOpen: boolean;
  readonly calmar: number | null;
  /** Of the last session; 0 at a peak. */
  readonly currentDrawdown: number;
  /** Calendar days since the peak of {@link currentDrawdown}; 0 at a peak. */
  readonly currentDrawdownDays: number;
  /** Mean depth of all falls below a peak, the open one included. */
  readonly averageDrawdown: number | null;
  /** Mean length of all falls below a peak, in calendar days. */
  readonly averageDrawdownDays: number | null;
  /** Root mean square of NAV / running peak - 1 over the sessions. */
  readonly ulcerIndex: number | null;
  /** 5 % quantile of the daily returns. */
  readonly var95: number | null;
  /** Mean of the returns not above {@link var95}. */
  readonly cvar95: number | null;
  /** Size of the 95 % quantile of the daily returns / that of {@link var95}. */
  readonly tailRatio: number | null;
  /** Sum of the gains / sum of the losses of all days. */
  readonly omega: number | null;
  readonly skew: number | null;
  /** Excess kurtosis. */
  readonly kurtosis: number | null;
  readonly bestDay: number | null;
  readonly worstDay: number | null;
  readonly bestMonth: number | null;
  readonly worstMonth: number | null;
  /** Of the calendar years, each compounded; the first and last count though partial. */
  readonly bestYear: number | null;
  readonly worstYear: number | null;
  /** Share of sessions with a return above 0. */
  readonly positiveDays: number | null;
  /** Share of calendar months with a return above 0; quarters and years likewise. */
  readonly positiveMonths: number | null;
  readonly positiveQuarters: number | null;
  readonly positiveYears: number | null;
  /** Mean return of the months above 0. */
  readonly averageUpMonth: number | null;
  /** Mean return of the months below 0. */
  readonly averageDownMonth: number | null;
  /** Returns up to the last session. */
  readonly periods: PeriodReturns;
  /** Probability that the true Sharpe ratio is above 0. */
  readonly psr: number | null;
}

/** What a curve made of earlier NAVs, by how much earlier; null where the run began later. A rate a year from `3y` on. */
export interface PeriodReturns {
  /** Since the last session of the month before. */
  readonly mtd: number | null;
  /** Since the last session of the year before. */
  readonly ytd: number | null;
  readonly '3m': number | null;
  readonly '6m': number | null;
  readonly '1y': number | null;
  readonly '3y': number | null;
  readonly '5y': number | null;
  readonly '10y': number | null;
  /** Since the capital was put in; a rate a year from more than 252 sessions on. */
  readonly all: number | null;
}

/** Against the benchmark, over the sessions after the first; all `null` without a benchmark. */
export interface BenchmarkMetrics {
  readonly beta: number | null;
  /** Annual. */
  readonly alpha: number | null;
  readonly correlation: number | null;
  readonly trackingError: number | null;
  readonly informationRatio: number | null;
  readonly upCapture: number | null;
  readonly downCapture: number | null;
  /** Numerator of {@link informationRatio}: mean(r - b) * 252. */
  readonly activeReturn: number | null;
  /** Share of sessions with r > b. */
  readonly benchmarkWinRate: number | null;
}

/** Trading and its cost. A spell is one pair's holding from one of its trades to the next, or to the end. */
export interface TradeMetrics {
  /** One-way, a year. */
  readonly turnover: number | null;
  readonly totalCost: number;
  /** Filled orders, legs counted singly. */
  readonly trades: number;
  /** Sessions with trades after the first purchase. */
  readonly rebalances: number;
  /** {@link rebalances} for each 21 sessions. */
  readonly rebalancesPerMonth: number | null;
  /** Mean length of a spell, in sessions. */
  readonly meanHoldingSessions: number | null;
  /** Share of spells that ended above their start, opening cost included. */
  readonly winRate: number | null;
  /** Sum of the winning spells' profits / sum of the losing spells' losses. */
  readonly profitFactor: number | null;
  /** Mean profit of a winning spell, in money. */
  readonly averageWin: number | null;
  /** Mean loss of a losing spell, in money, not above 0. */
  readonly averageLoss: number | null;
  /** {@link totalCost} for each 21 sessions. */
  readonly monthlyCost: number | null;
  /** A year's costs / mean NAV. */
  readonly costToAssets: number | null;
  /** Absolute value of the largest single order, in money. */
  readonly largestTrade: number | null;
}
