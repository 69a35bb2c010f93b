import { tradeOf, type BacktestRun, type Trade } from '../backtest';
import { at } from '../column';
import { AppError } from '../errors';
import { attribute } from './attribution';
import { bootstrapIntervals } from './bootstrap';
import { monthlyReturns, yearlyFigures, type Curve } from './calendar-tables';
import { crisisResults } from './crises';
import { navReturns } from '../statistics/daily-returns';
import { worstDrawdowns } from './drawdowns';
import type { ReportInput } from './inputs';
import { curveMetrics, netAndGross, pairMetrics } from './metrics';
import type { BacktestReport, BenchmarkReport, CurvePoint, PairReport, ReportedTrade } from './report-model';
import type { SpellList } from './spell-list';
import type { PairHistory } from './spell-model';
import { pairHistories } from './spells';
import { largestOrder } from './trade-metrics';

/** A report without the lists that grow with every session: the curve, the trades, the sessions that were dropped. */
export type ReportFigures = Omit<BacktestReport, 'trades' | 'curve' | 'dropped'>;

/**
 * Everything there is to say about a backtest: the object that `backtest --json` prints.
 *
 * @throws AppError `bad-data` when there are no sessions; `failed` when the runs do not cover the panel
 */
export function buildReport(input: ReportInput): BacktestReport {
  const { panel, net, gross } = input;
  return {
    ...reportFigures(input),
    trades: net.trades.map(reportedTrade),
    curve: curvePoints(net, gross),
    dropped: panel.dropped,
  };
}

/**
 * {@link buildReport} without its lists, which take far more memory than what it is made of.
 *
 * @throws AppError as {@link buildReport} does
 */
export function reportFigures(input: ReportInput): ReportFigures {
  const { portfolio, panel, net, gross } = input;
  const { sessions } = panel;
  const first = sessions.at(0);
  const last = sessions.at(-1);
  if (first === undefined || last === undefined) {
    throw new AppError('bad-data', `${portfolio.name}: no session to report on; widen the range of dates`);
  }
  for (const run of [net, gross]) {
    if (run.sessions.length !== sessions.length) {
      throw new AppError(
        'failed',
        `${portfolio.name}: a report needs runs over all ${sessions.length} sessions, not ${run.sessions.length}`,
      );
    }
  }

  const common = { sessions, benchmark: panel.benchmark?.close, riskFree: input.riskFree };
  const curve: Curve = { ...common, nav: net.nav, capital: net.capital };
  const netPairs = input.netPairs ?? pairHistories(net, panel, portfolio.fill);
  const grossPairs = pairHistories(gross, panel, portfolio.fill);
  const attribution = attribute(net, netPairs);
  const metricsOf = ({ nav, capital, fills }: BacktestRun, pairs: readonly PairHistory[]) =>
    curveMetrics({ ...common, nav, capital }, { fills, spells: pairs.map(({ spells }) => spells), value: nav });
  const largest = largestOrder(net.fills);
  const metrics = netAndGross(metricsOf(net, netPairs), metricsOf(gross, grossPairs));

  return {
    portfolio: portfolio.name,
    first,
    last,
    sessions: sessions.length,
    droppedSessions: panel.droppedSessions,
    ...metrics,
    intervals: bootstrapIntervals(navReturns(net.nav, net.capital), { seed: input.seed, riskFree: input.riskFree }),
    rebalances: net.rebalances,
    totalCost: metrics.net.totalCost,
    finalNav: net.nav.at(-1) ?? net.capital,
    minCash: extent(net.cash).min,
    maxGrossExposure: extent(net.exposure).max,
    netDelta: extent(net.netDelta),
    attribution,
    pairs: pairReports(input, common, netPairs, grossPairs),
    sharedSymbols: panel.sharedSymbols,
    configuration: portfolio,
    benchmark: benchmarkReport(input, common),
    drawdowns: worstDrawdowns(net.nav, net.capital, sessions),
    monthly: monthlyReturns(curve),
    yearly: yearlyFigures(curve),
    crises: crisisResults(curve),
    largestTrade: largest === undefined ? null : reportedTrade(tradeOf(net.fills, largest)),
  };
}

function pairReports(
  { net, gross }: ReportInput,
  common: Omit<Curve, 'nav' | 'capital'>,
  netPairs: readonly PairHistory[],
  grossPairs: readonly PairHistory[],
): PairReport[] {
  const metricsOf = (run: BacktestRun, position: number, history: PairHistory) => {
    const columns = run.pairs[position];
    const inverseValue = columns?.inverseValue ?? new Float64Array();
    const value = (columns?.baseValue ?? new Float64Array()).map((base, row) => base + (inverseValue[row] ?? 0));
    return pairMetrics(common, history, { fills: run.fills, value });
  };
  return net.pairs.flatMap(({ base, inverse }, position) => {
    const netHistory = netPairs[position];
    const grossHistory = grossPairs[position];
    if (netHistory === undefined || grossHistory === undefined) return [];
    const profit = profitOf(netHistory.spells);
    const metrics = netAndGross(metricsOf(net, position, netHistory), metricsOf(gross, position, grossHistory));
    return [{ base, inverse, ...metrics, profit }];
  });
}

/** After costs. */
function profitOf({ length, columns }: SpellList): number {
  let sum = 0;
  for (let spell = 0; spell < length; spell++) sum = sum + at(columns.profit, spell) - at(columns.cost, spell);
  return sum;
}

/** What is bought once and held trades no more. */
const NO_ORDERS = new Int32Array();

function benchmarkReport({ panel, net }: ReportInput, common: Omit<Curve, 'nav' | 'capital'>): BenchmarkReport | null {
  const { benchmark } = panel;
  const start = benchmark?.close[0];
  if (benchmark === undefined || start === undefined) return null;
  const nav = benchmark.close.map((index) => net.capital * (index / start));
  const metrics = curveMetrics(
    { ...common, nav, capital: net.capital },
    { fills: net.fills, orders: NO_ORDERS, spells: [], value: nav },
  );
  return { symbol: benchmark.ticker, metrics, nav: Array.from(nav) };
}

function curvePoints(net: BacktestRun, gross: BacktestRun): CurvePoint[] {
  return net.sessions.map((date, row) => ({
    date,
    nav: at(net.nav, row),
    gross: at(gross.nav, row),
    cash: at(net.cash, row),
    cost: at(net.cost, row),
    netDelta: at(net.netDelta, row),
    exposure: at(net.exposure, row),
  }));
}

function reportedTrade({
  session,
  symbol,
  units,
  price,
  shares,
  tradedPrice,
  value,
  cost,
  reason,
}: Trade): ReportedTrade {
  return { date: session, symbol, units, price, shares, tradedPrice, value, cost, reason };
}

function extent(column: Float64Array): { mean: number; min: number; max: number } {
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const value of column) {
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { mean: sum / column.length, min, max };
}
