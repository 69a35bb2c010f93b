import type { BacktestReport, Interval, Metrics } from '@evenkeel/domain/analysis';
import { change, count, counted, money, percent, ratio, shortMoney, type Format } from '../../formats/numbers';
import { METRICS, metricCell, metricsOf, PERIODS, type MetricGroup } from '../../metrics';
import type { Column } from '../../model/content';
import { cell, figureColumn, figures, nameColumn, tableBlock } from '../../model/make';
import type { Block } from '../../model/page';

/** What was earned, beside the same without costs and the benchmark. */
export function returnsBlock(report: BacktestReport): Block {
  return metricBlock('Returns', 'returns', columnsOf(report));
}

/** The same up to the last session, over the periods that people ask for. */
export function periodsBlock(report: BacktestReport): Block {
  const columns = columnsOf(report);
  const rows = PERIODS.map(([key, label]) => [
    label,
    ...columns.map(([, metrics]) => cell(metrics.periods[key], change())),
  ]);
  const notes = ['a rate a year from 3 years on, and of a whole run beyond 252 sessions'];
  return tableBlock(`Returns up to ${report.last}`, metricColumns(columns), rows, { notes });
}

/** What had to be borne for it. */
export function riskBlock(report: BacktestReport): Block {
  return metricBlock('Risk', 'risk', columnsOf(report), ['VaR and CVaR are of one day']);
}

/** Against the benchmark; empty without one. */
export function benchmarkBlock({ benchmark, net, gross }: BacktestReport): Block {
  if (!benchmark) return { contents: [] };
  return metricBlock(`Against ${benchmark.symbol}`, 'benchmark', [
    ['net', net],
    ['gross', gross],
  ]);
}

/** Trades and what they cost. */
export function tradingBlock({ net, largestTrade }: BacktestReport): Block {
  const title = 'Trading and costs';
  if (!largestTrade) return metricBlock(title, 'trading', [['', net]]);
  const { value, symbol, date, shares, tradedPrice } = largestTrade;
  const side = value < 0 ? 'sold' : 'bought';
  const asTraded = shares === null ? '' : `, ${count(Math.abs(shares))} shares at ${money(tradedPrice)}`;
  const largest = `${METRICS.largestTrade.label}  ${shortMoney(Math.abs(value))} of ${symbol} ${side} ${date}${asTraded}`;
  return metricBlock(title, 'trading', [['', net]], [largest]);
}

/** Cash, leverage and what is left of the market in the portfolio. */
export function exposureBlock({ minCash, maxGrossExposure, netDelta, finalNav }: BacktestReport): Block {
  const named = (label: string, value: number, format: Format) => ({ label, cell: cell(value, format) });
  return {
    title: 'Exposure',
    contents: [
      figures([
        named('Final NAV', finalNav, money),
        named('Lowest cash', minCash, money),
        named('Highest gross exposure', maxGrossExposure, percent(1)),
        named('Net delta, mean', netDelta.mean, ratio()),
        named('Net delta, lowest', netDelta.min, ratio()),
        named('Net delta, highest', netDelta.max, ratio()),
      ]),
    ],
  };
}

/** How uncertain the main figures are. */
export function intervalBlock({ intervals, net }: BacktestReport): Block {
  const row = (key: 'sharpe' | 'cagr' | 'maxDrawdown') => {
    const { label, format } = METRICS[key];
    return [label, cell(intervals[key].low, format), cell(net[key], format), cell(intervals[key].high, format)];
  };
  const columns = [nameColumn(''), figureColumn('low'), figureColumn('net'), figureColumn('high')];
  const notes = [`bootstrap: ${counted(intervals.paths, 'path')}, blocks of ${intervals.meanBlock}`];
  if (outside(net.maxDrawdown, intervals.maxDrawdown)) {
    notes.push(
      'the drawdown lies outside its interval: paths put together from blocks seldom repeat the order of days that made it',
    );
  }
  const rows = [row('sharpe'), row('cagr'), row('maxDrawdown')];
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
  group: MetricGroup,
  columns: readonly MetricColumn[],
  notes: readonly string[] = [],
): Block {
  const rows = metricsOf(group).map((key) => [
    METRICS[key].label,
    ...columns.map(([, metrics]) => metricCell(metrics, key)),
  ]);
  return tableBlock(title, metricColumns(columns), rows, { notes });
}

function metricColumns(columns: readonly MetricColumn[]): Column[] {
  return [nameColumn(''), ...columns.map(([heading]) => figureColumn(heading))];
}
