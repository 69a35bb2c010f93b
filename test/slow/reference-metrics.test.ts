import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import fc from 'fast-check';
import {
  attributionByYear,
  buildAnalysis,
  buildReport,
  pairHistories,
  riskFreeRates,
  type BacktestReport,
  type YearAttribution,
} from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest, type BacktestRun, type Panel } from '@evenkeel/domain/backtest';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { portfolioFiles } from '../factories/random-portfolio';
import { realSeriesOf } from '../support/real-series';
import { describeWithSharedData } from '../support/shared-data';
import { presets } from '../factories/portfolio';

const REFERENCE = resolve(__dirname, '../reference/metrics.py');
const RANDOM = Number(process.env['REFERENCE_CASES'] ?? 12);
const SEED = Number(process.env['REFERENCE_SEED'] ?? 20240628);
const { classic, hedged } = presets;

const portfolios: readonly Portfolio[] = [
  classic,
  hedged,
  { ...hedged, name: 'next-open', fill: 'next-open', riskFreeRate: 0.03 },
  { ...hedged, name: 'next-close', fill: 'next-close', benchmark: undefined },
  {
    ...classic,
    name: 'whole portfolio',
    allocation: { method: 'inverse-volatility', window: 63 },
    rebalance: { check: 'weekly', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'portfolio' },
  },
  {
    ...classic,
    name: 'calendar with own weights',
    allocation: { method: 'fixed', weights: [0.3, 0.3, 0.2, 0, 0.1] },
    rebalance: { check: 'yearly', drift: { measure: 'weight', tolerance: 0 }, scope: 'breached' },
  },
  {
    ...hedged,
    name: 'filtered',
    fill: 'next-open',
    regimeFilter: {
      pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }], 'TLT/TBT': [{ correlation: 'high' }] },
      benchmark: ['low'],
    },
  },
];

/** Metrics that take more than one run: of the reference's answer about one they are no part. */
const FROM_MORE_RUNS = ['costDrag', 'dsr'];

/** Any portfolios, over the same sessions. */
const anyPortfolios = fc
  .sample(portfolioFiles, { numRuns: RANDOM, seed: SEED })
  .map((file, at): Portfolio => ({ ...parsePortfolio(file, 'random'), name: `random ${at}` }));

describeWithSharedData('the reference in Python', () => {
  it.each([...portfolios, ...anyPortfolios].map((portfolio) => [portfolio.name, portfolio] as const))(
    'agrees with the report on %s',
    (_, portfolio) => {
      const panel = panelOf(portfolio);
      const net = runBacktest(portfolio, panel);
      const gross = runBacktest(portfolio, panel, { costs: false });
      const riskFree =
        typeof portfolio.riskFreeRate === 'number' ? riskFreeRates(portfolio.riskFreeRate, panel.sessions) : undefined;
      const report = buildReport({ portfolio, panel, net, gross, riskFree });
      const expected = reference({ report: reportQuestion(portfolio, panel, net, riskFree) });
      const years = attributionByYear(net, pairHistories(net, panel, portfolio.fill));
      const answer = reportAnswer(report, years);
      expect(differences(answer, expected.report, portfolio.capital)).toEqual([]);
      expect(Object.keys(report.net).filter((key) => !metricsIn(expected.report).has(key))).toEqual(FROM_MORE_RUNS);
      expect(report.attribution.total / (report.finalNav - portfolio.capital)).toBeCloseTo(1, 9);
    },
  );

  it('agrees with the exploratory analysis of every pair', () => {
    const panel = panelOf(classic);
    const expected = reference({ analysis: { dates: panel.sessions, pairs: pairColumns(panel) } });
    const pairs = buildAnalysis([panel]).pairs.map(({ total, annualSharpe, cells, direction, hedgeBeta }) => ({
      total,
      annualSharpe,
      cells,
      direction,
      hedgeBeta,
    }));
    expect(differences(pairs, expected.analysis, classic.capital)).toEqual([]);
  });
});

function panelOf(portfolio: Portfolio): Panel {
  const range = { from: parseSessionDate('2017-01-01'), to: parseSessionDate('2023-12-31') };
  return buildPanel(portfolio, realSeriesOf(symbolsOf(portfolio)), range);
}

function reference(question: unknown): Record<string, unknown> {
  const { status, stdout, stderr } = spawnSync('python3', [REFERENCE], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`python3 ${REFERENCE} failed: ${stderr}`);
  const answer: unknown = JSON.parse(stdout);
  if (typeof answer !== 'object' || answer === null) throw new Error(`python3 ${REFERENCE} answered no object`);
  return { ...answer };
}

function reportQuestion(portfolio: Portfolio, panel: Panel, net: BacktestRun, riskFree: Float64Array | undefined) {
  return {
    capital: net.capital,
    dates: net.sessions,
    nav: Array.from(net.nav),
    benchmark: panel.benchmark && Array.from(panel.benchmark.close),
    riskFree: riskFree && Array.from(riskFree),
    fill: portfolio.fill,
    trades: net.trades.map(({ session, symbol, pair, units, price, cost }) => ({
      date: session,
      pair,
      leg: symbol === panel.pairs[pair]?.base.ticker ? 'base' : 'inverse',
      units,
      price,
      cost,
    })),
    pairs: pairColumns(panel),
  };
}

function pairColumns(panel: Panel) {
  return panel.pairs.map(({ base, inverse, ratio }) => ({
    base: Array.from(base.close),
    inverse: Array.from(inverse.close),
    baseOpen: Array.from(base.open),
    inverseOpen: Array.from(inverse.open),
    ratio: Array.from(ratio),
  }));
}

/** The report in the shape of the reference's answer; what only one of the two knows is left out by {@link differences}. */
function reportAnswer(
  { net, drawdowns, monthly, yearly, attribution, pairs }: BacktestReport,
  attributionByYear: readonly YearAttribution[],
) {
  return {
    metrics: net,
    drawdowns,
    monthly: Object.fromEntries(
      monthly.map((row) => [`${row.year}-${String(row.month).padStart(2, '0')}`, row.return]),
    ),
    yearly: Object.fromEntries(yearly.map((row) => [row.year, { return: row.return, volatility: row.volatility }])),
    attribution,
    attributionByYear,
    pairs: pairs.map((pair, position) => ({
      metrics: pair.net,
      attribution: attribution.pairs[position],
      profit: pair.profit,
    })),
  };
}

/** Names of the metrics that the reference has computed. */
function metricsIn(answer: unknown): ReadonlySet<string> {
  if (typeof answer !== 'object' || answer === null || !('metrics' in answer)) return new Set();
  return new Set(Object.keys(answer.metrics ?? {}));
}

/** Sums of money that cancel: their error is relative to what was summed. */
const MONEY = /attribution|profit|averageWin|averageLoss/;

/** Paths at which `actual` differs from `expected` by more than 1e-9, relative to the figure or, for sums that cancel, to the capital. */
function differences(actual: unknown, expected: unknown, capital: number, path = ''): string[] {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const tolerance = 1e-9 * Math.max(Math.abs(expected), MONEY.test(path) ? capital : 1e-3);
    return Math.abs(actual - expected) <= tolerance ? [] : [`${path}: ${actual} against ${expected}`];
  }
  if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    const own = new Map(Object.entries(actual));
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(own.get(key), value, capital, `${path}/${key}`),
    );
  }
  return actual === expected ? [] : [`${path}: ${String(actual)} against ${String(expected)}`];
}
