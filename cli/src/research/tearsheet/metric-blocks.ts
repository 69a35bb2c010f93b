import type { BacktestReport, Interval, Metrics } from '@evenkeel/domain/analysis';
import { tableBlock, textBlock, type Block } from '../layout/blocks';
import { change, count, counted, money, percent, ratio, sessions, shortMoney } from '@evenkeel/report';
import { figuresOf, wordsOf } from '../layout/fitted-table';

type MetricRow = readonly [name: string, print: (metrics: Metrics) => string];

const RETURNS: readonly MetricRow[] = [
  ['Total return', (m) => change()(m.totalReturn)],
  ['Annual return', (m) => change()(m.cagr)],
  ['Best month', (m) => change()(m.bestMonth)],
  ['Worst month', (m) => change()(m.worstMonth)],
  ['Positive months', (m) => percent(1)(m.positiveMonths)],
  ['Best day', (m) => change()(m.bestDay)],
  ['Worst day', (m) => change()(m.worstDay)],
  ['Sharpe ratio', (m) => ratio()(m.sharpe)],
  ['Sortino ratio', (m) => ratio()(m.sortino)],
  ['Calmar ratio', (m) => ratio()(m.calmar)],
  ['P(Sharpe > 0)', (m) => percent(1)(m.psr)],
];

const RISK: readonly MetricRow[] = [
  ['Volatility, a year', (m) => percent()(m.volatility)],
  ['Max drawdown', (m) => percent()(m.maxDrawdown)],
  ['Longest, days', (m) => count(m.maxDrawdownDays)],
  ['Longest, sessions', (m) => count(m.maxDrawdownSessions)],
  ['Longest, recovered', (m) => (m.drawdownOpen ? 'not yet' : 'yes')],
  ['VaR 95 %, a day', (m) => percent()(m.var95)],
  ['CVaR 95 %, a day', (m) => percent()(m.cvar95)],
  ['Skew', (m) => ratio()(m.skew)],
  ['Excess kurtosis', (m) => ratio()(m.kurtosis)],
];

const BENCHMARK: readonly MetricRow[] = [
  ['Beta', (m) => ratio()(m.beta)],
  ['Alpha, a year', (m) => change()(m.alpha)],
  ['Correlation', (m) => ratio()(m.correlation)],
  ['Tracking error, a year', (m) => percent()(m.trackingError)],
  ['Active return, a year', (m) => change()(m.activeReturn)],
  ['Information ratio', (m) => ratio()(m.informationRatio)],
  ['Up capture', (m) => percent(1)(m.upCapture)],
  ['Down capture', (m) => percent(1)(m.downCapture)],
  ['Sessions ahead', (m) => percent(1)(m.benchmarkWinRate)],
];

const TRADING: readonly MetricRow[] = [
  ['Trades', (m) => count(m.trades)],
  ['Rebalances', (m) => count(m.rebalances)],
  ['Rebalances a month', (m) => ratio()(m.rebalancesPerMonth)],
  ['Mean holding', (m) => sessions(m.meanHoldingSessions)],
  ['Winning spells', (m) => percent(1)(m.winRate)],
  ['Profit factor', (m) => ratio()(m.profitFactor)],
  ['Mean win', (m) => money(m.averageWin)],
  ['Mean loss', (m) => money(m.averageLoss)],
  ['Turnover, one-way a year', (m) => percent(1)(m.turnover)],
  ['Total cost', (m) => money(m.totalCost)],
  ['Cost a month', (m) => money(m.monthlyCost)],
  ['Cost to assets, a year', (m) => percent(3)(m.costToAssets)],
  ['Cost drag, a year', (m) => percent(3)(m.costDrag)],
];

/** What was earned, beside the same without costs and the benchmark. */
export function returnsBlock(report: BacktestReport): Block {
  return metricBlock('Returns', RETURNS, columnsOf(report));
}

/** What had to be borne for it. */
export function riskBlock(report: BacktestReport): Block {
  return metricBlock('Risk', RISK, columnsOf(report));
}

/** Against the benchmark; empty without one. */
export function benchmarkBlock(report: BacktestReport): Block {
  const { benchmark, net, gross } = report;
  if (!benchmark) return textBlock('Against a benchmark', []);
  return metricBlock(`Against ${benchmark.symbol}`, BENCHMARK, [
    ['net', net],
    ['gross', gross],
  ]);
}

/** Trades and what they cost. */
export function tradingBlock({ net, largestTrade }: BacktestReport): Block {
  if (!largestTrade) return metricBlock('Trading and costs', TRADING, [['', net]]);
  const { value, symbol, date } = largestTrade;
  const side = value < 0 ? 'sold' : 'bought';
  const largest = `Largest trade  ${shortMoney(Math.abs(value))} of ${symbol} ${side} ${date}`;
  return metricBlock('Trading and costs', TRADING, [['', net]], [largest]);
}

/** Cash, leverage and what is left of the market in the portfolio. */
export function exposureBlock({ minCash, maxGrossExposure, netDelta, finalNav }: BacktestReport): Block {
  const rows = [
    ['Final NAV', money(finalNav)],
    ['Lowest cash', money(minCash)],
    ['Highest gross exposure', percent(1)(maxGrossExposure)],
    ['Net delta, mean', ratio()(netDelta.mean)],
    ['Net delta, lowest', ratio()(netDelta.min)],
    ['Net delta, highest', ratio()(netDelta.max)],
  ];
  return tableBlock('Exposure', [wordsOf(''), figuresOf('')], rows);
}

/** How uncertain the main figures are. */
export function intervalBlock({ intervals, net }: BacktestReport): Block {
  const row = (
    name: string,
    figure: number | null,
    { low, high }: Interval,
    print: (value: number | null) => string,
  ) => [name, print(low), print(figure), print(high)];
  const rows = [
    row('Sharpe ratio', net.sharpe, intervals.sharpe, ratio()),
    row('Annual return', net.cagr, intervals.cagr, change()),
    row('Max drawdown', net.maxDrawdown, intervals.maxDrawdown, percent()),
  ];
  const columns = [wordsOf(''), figuresOf('low'), figuresOf('net'), figuresOf('high')];
  const notes = [`bootstrap: ${counted(intervals.paths, 'path')}, blocks of ${intervals.meanBlock}`];
  if (outside(net.maxDrawdown, intervals.maxDrawdown)) {
    notes.push(
      'the drawdown lies outside its interval: paths put together from blocks seldom repeat the order of days that made it',
    );
  }
  return tableBlock(`${percent(0)(intervals.level)} intervals`, columns, rows, { notes });
}

function outside(figure: number, { low, high }: Interval): boolean {
  return (low !== null && figure < low) || (high !== null && figure > high);
}

type MetricColumn = readonly [heading: string, metrics: Metrics];

function columnsOf({ net, gross, benchmark }: BacktestReport): MetricColumn[] {
  const own: MetricColumn[] = [
    ['net', net],
    ['gross', gross],
  ];
  return benchmark ? [...own, [benchmark.symbol, benchmark.metrics]] : own;
}

function metricBlock(
  title: string,
  rows: readonly MetricRow[],
  columns: readonly MetricColumn[],
  notes: readonly string[] = [],
): Block {
  const lines = rows.map(([name, print]) => [name, ...columns.map(([, metrics]) => print(metrics))]);
  return tableBlock(title, [wordsOf(''), ...columns.map(([heading]) => figuresOf(heading))], lines, { notes });
}
