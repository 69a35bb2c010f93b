import { SAME_RETURN, SESSIONS_A_YEAR } from '../statistics/constants';
import { lowerTail, mean, quantileOf, sampleShape } from '../statistics/distribution';
import { ratio } from '../statistics/ratio';
import { basicMetrics } from './basic-metrics';
import { calendarReturns, type Curve } from './calendar-tables';
import { navReturns } from '../statistics/daily-returns';
import { drawdownMetrics, type DrawdownMetrics } from './drawdown-metrics';
import { probabilisticSharpe } from './sharpe-probability';
import { periodReturns, type PeriodReturns } from './trailing-periods';

/** What follows from the returns alone. */
export interface ReturnMetrics extends DrawdownMetrics {
  /** NAV at the end / capital - 1. */
  readonly totalReturn: number;
  readonly cagr: number | null;
  readonly volatility: number | null;
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** Not above 0: -0.2 is a loss of 20 % from the peak. */
  readonly maxDrawdown: number;
  readonly calmar: number | null;
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

/** Everything that follows from a curve's returns alone (docs/numbers.md, section 4). */
export function returnMetrics(curve: Curve): ReturnMetrics {
  const { nav, capital, sessions, riskFree } = curve;
  const basic = basicMetrics(nav, capital, { riskFree });
  const returns = navReturns(nav, capital);
  const tail = lowerTail(returns, 0.05);
  const months = calendarReturns(curve, 'month').sort();
  const years = calendarReturns(curve, 'year').sort();
  return {
    totalReturn: basic.totalReturn,
    cagr: basic.cagr,
    volatility: basic.volatility,
    sharpe: basic.sharpe,
    sortino: sortino(returns, riskFree),
    maxDrawdown: basic.maxDrawdown,
    ...drawdownMetrics(nav, capital, sessions),
    calmar: ratio(basic.cagr, Math.abs(basic.maxDrawdown)),
    var95: tail.quantile,
    cvar95: tail.meanBelow,
    tailRatio: tailRatio(quantileOf(returns, 0.95), tail.quantile),
    omega: omega(returns),
    ...sampleShape(returns),
    bestDay: tail.highest,
    worstDay: tail.lowest,
    bestMonth: months.at(-1) ?? null,
    worstMonth: months.at(0) ?? null,
    bestYear: years.at(-1) ?? null,
    worstYear: years.at(0) ?? null,
    positiveDays: shareAbove(returns),
    positiveMonths: shareAbove(months),
    positiveQuarters: shareAbove(calendarReturns(curve, 'quarter')),
    positiveYears: shareAbove(years),
    averageUpMonth: mean(months.filter(isGain)),
    averageDownMonth: mean(months.filter(isLoss)),
    periods: periodReturns(curve),
    psr: probabilisticSharpe(basic.shape),
  };
}

/**
 * `mean(r - rf) * 252 / (sqrt(mean(min(r - rf, 0)^2)) * sqrt(252))`, both means over all days
 * (Sortino & Price 1994, target downside deviation).
 */
function sortino(returns: Float64Array, riskFree: Float64Array | undefined): number | null {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < returns.length; row++) {
    const excess = (returns[row] ?? Number.NaN) - (riskFree === undefined ? 0 : (riskFree[row] ?? Number.NaN));
    sum += excess;
    if (excess < 0) squares += excess * excess;
  }
  const daily = ratio(sum / returns.length, Math.sqrt(squares / returns.length));
  return daily === null ? null : daily * Math.sqrt(SESSIONS_A_YEAR);
}

/** `sum(max(r, 0)) / sum(max(-r, 0))` (Keating & Shadwick 2002, threshold 0). */
function omega(returns: Float64Array): number | null {
  let gains = 0;
  let losses = 0;
  for (let row = 0; row < returns.length; row++) {
    const value = returns[row] ?? Number.NaN;
    if (value > 0) gains += value;
    else losses -= value;
  }
  return ratio(gains, losses);
}

function tailRatio(upper: number | null, lower: number | null): number | null {
  return upper === null || lower === null ? null : ratio(Math.abs(upper), Math.abs(lower));
}

function shareAbove(returns: Float64Array): number | null {
  return ratio(returns.filter(isGain).length, returns.length);
}

/** Above 0 by more than rounding, which moves a NAV that stands still. */
function isGain(value: number): boolean {
  return value > SAME_RETURN;
}

function isLoss(value: number): boolean {
  return value < -SAME_RETURN;
}
