import { benchmarkMetrics, NO_BENCHMARK, type BenchmarkMetrics } from './benchmark-metrics';
import type { Curve } from './calendar-tables';
import { indexReturns, navReturns } from '../statistics/daily-returns';
import { returnMetrics, type ReturnMetrics } from './return-metrics';
import type { PairHistory } from './spell-model';
import { tradeMetrics, type TradeMetrics, type Trading } from './trade-metrics';

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

/** One configuration, with costs and without. */
export interface NetAndGross {
  readonly net: Metrics;
  readonly gross: Metrics;
}

/** Every figure of a curve by itself (docs/numbers.md, section 4); `costDrag` is 0, as of a curve without costs. */
export function curveMetrics(curve: Curve, trading: Trading): Metrics {
  return {
    ...returnMetrics(curve),
    ...againstBenchmark(curve),
    ...tradeMetrics(trading),
    costDrag: 0,
    dsr: null,
  };
}

/** The same, for the curve with costs beside the one without. */
export function netAndGross(net: Metrics, gross: Metrics): NetAndGross {
  const costDrag = net.cagr === null || gross.cagr === null ? null : gross.cagr - net.cagr;
  return { net: { ...net, costDrag }, gross };
}

/**
 * Every figure of one pair within a portfolio. Its daily return is what the pair earned that
 * session, costs included, over its value at the last close; on a session that finds it without a
 * holding, over what was bought; 0 while nothing is held. Money that trades move between the pair
 * and the rest of the portfolio is thus no return. Turnover and cost to assets relate to the pair's
 * own value.
 *
 * @param portfolio sessions, benchmark and risk-free rate of the portfolio the pair is part of
 * @param trading orders of the whole portfolio, and the pair's value at the close of each session
 */
export function pairMetrics(
  portfolio: Omit<Curve, 'nav' | 'capital'>,
  pair: PairHistory,
  trading: Pick<Trading, 'fills' | 'value'>,
): Metrics {
  let growth = 1;
  const nav = pair.profit.map((profit, row) => {
    const invested = pair.invested[row] ?? 0;
    if (invested > 0) growth *= 1 + (profit - (pair.cost[row] ?? 0)) / invested;
    return growth;
  });
  return curveMetrics({ ...portfolio, nav, capital: 1 }, { ...trading, orders: pair.orders, spells: [pair.spells] });
}

function againstBenchmark({ nav, capital, benchmark }: Curve) {
  if (benchmark === undefined) return NO_BENCHMARK;
  return benchmarkMetrics(navReturns(nav, capital).subarray(1), indexReturns(benchmark).subarray(1));
}
