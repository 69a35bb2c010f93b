import { SESSIONS_A_YEAR } from '../statistics/constants';
import { lowerTail, sampleShape } from '../statistics/distribution';
import { ratio } from '../statistics/ratio';
import { basicMetrics } from './basic-metrics';
import { monthlyReturns, type Curve } from './calendar-tables';
import { navReturns } from '../statistics/daily-returns';
import { longestDrawdown } from './drawdowns';
import type { ReturnMetrics } from './metrics-model';
import { probabilisticSharpe } from './sharpe-probability';

/** Everything that follows from a curve's returns alone (docs/numbers.md, section 4). */
export function returnMetrics(curve: Curve): ReturnMetrics {
  const { nav, capital, sessions, riskFree } = curve;
  const basic = basicMetrics(nav, capital, { riskFree });
  const returns = navReturns(nav, capital);
  const tail = lowerTail(returns, 0.05);
  const months = Float64Array.from(monthlyReturns(curve), (month) => month.return).sort();
  return {
    totalReturn: basic.totalReturn,
    cagr: basic.cagr,
    volatility: basic.volatility,
    sharpe: basic.sharpe,
    sortino: sortino(returns, riskFree),
    maxDrawdown: basic.maxDrawdown,
    ...longestDrawdown(nav, capital, sessions),
    calmar: ratio(basic.cagr, Math.abs(basic.maxDrawdown)),
    var95: tail.quantile,
    cvar95: tail.meanBelow,
    ...sampleShape(returns),
    bestDay: tail.highest,
    worstDay: tail.lowest,
    bestMonth: months.at(-1) ?? null,
    worstMonth: months.at(0) ?? null,
    positiveMonths: ratio(months.filter((value) => value > 0).length, months.length),
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
