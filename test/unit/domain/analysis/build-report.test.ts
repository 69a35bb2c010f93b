import { buildReport, type BacktestReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Series } from '@evenkeel/domain/prices';
import { day } from '../../../factories/bars';
import { fundSeries, idealInverse, market } from '../../../factories/funds';
import { pairFile, portfolioFile, presets } from '../../../factories/portfolio';
import { failureOf } from '../../../support/failure';
import { realSeriesOf } from '../../../support/real-series';
import { describeWithSharedData } from '../../../support/shared-data';

function reportOf(portfolio: Portfolio, series: readonly Series[]): BacktestReport {
  const panel = buildPanel(portfolio, market(...series));
  const net = runBacktest(portfolio, panel);
  return buildReport({ portfolio, panel, net, gross: runBacktest(portfolio, panel, { costs: false }) });
}

/** Paths of numbers that JSON would turn into null behind our back. */
function unspeakable(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return value === undefined ? [path] : [];
  return Object.entries(value).flatMap(([key, inner]) => unspeakable(inner, `${path}/${key}`));
}

const returns = Array.from({ length: 50 }, (_, i) => Math.sin(i * i) / 40);
const costs = { commissionRate: 0.002, slippage: { model: 'none' } };
const file = portfolioFile({
  benchmark: 'SPY',
  costs,
  pairs: [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT', [{ from: '2010-01-01', ratio: 2 }])],
  rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.1 }, scope: 'pair' },
});
const series = [
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries(
    'TLT',
    returns.map((r) => -r / 2),
  ),
  idealInverse(
    'TBT',
    returns.map((r) => -r / 2),
    2,
  ),
  fundSeries(
    'SPY',
    returns.map((r) => r / 2 + 0.001),
  ),
];

describe('buildReport', () => {
  const report = reportOf(parsePortfolio(file, 'test'), series);

  it('has the keys that backtest --json promises', () => {
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining([
        'portfolio',
        'first',
        'last',
        'sessions',
        'droppedSessions',
        'net',
        'gross',
        'intervals',
        'rebalances',
        'trades',
        'totalCost',
        'finalNav',
        'minCash',
        'maxGrossExposure',
        'netDelta',
        'attribution',
        'pairs',
        'curve',
      ]),
    );
    expect(Object.keys(report.trades[0] ?? {})).toEqual([
      'date',
      'symbol',
      'units',
      'price',
      'shares',
      'tradedPrice',
      'value',
      'cost',
      'reason',
    ]);
    expect(Object.keys(report.curve[0] ?? {})).toEqual([
      'date',
      'nav',
      'gross',
      'cash',
      'cost',
      'netDelta',
      'exposure',
    ]);
  });

  it('has every metric of the contract, for the portfolio and each pair, net and gross', () => {
    const keys = [
      'totalReturn',
      'cagr',
      'volatility',
      'sharpe',
      'sortino',
      'maxDrawdown',
      'maxDrawdownDays',
      'maxDrawdownSessions',
      'drawdownOpen',
      'calmar',
      'var95',
      'cvar95',
      'skew',
      'kurtosis',
      'bestDay',
      'worstDay',
      'bestMonth',
      'worstMonth',
      'positiveMonths',
      'beta',
      'alpha',
      'correlation',
      'trackingError',
      'informationRatio',
      'upCapture',
      'downCapture',
      'psr',
      'dsr',
      'turnover',
      'totalCost',
      'costDrag',
      'trades',
      'rebalances',
      'meanHoldingSessions',
      'winRate',
      'profitFactor',
    ];
    for (const { net, gross } of [report, ...report.pairs]) {
      expect(Object.keys(net)).toEqual(expect.arrayContaining(keys));
      expect(Object.keys(gross)).toEqual(expect.arrayContaining(keys));
    }
  });

  it('has no number that JSON cannot say', () => {
    expect(unspeakable(JSON.parse(JSON.stringify(report)))).toEqual([]);
    expect(unspeakable({ ...report, configuration: null })).toEqual([]);
  });

  it('keeps its own books: costs, rebalances, curve and pairs agree', () => {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(report.curve.map((point) => point.cost))).toBeCloseTo(report.totalCost, 9);
    expect(sum(report.trades.map((trade) => trade.cost))).toBeCloseTo(report.totalCost, 9);
    expect(sum(report.pairs.map((pair) => pair.profit))).toBeCloseTo(report.finalNav - 1000, 9);
    expect(report.net.rebalances).toBe(report.rebalances);
    expect(report.net.totalReturn).toBeCloseTo(report.finalNav / 1000 - 1, 14);
    expect(report.curve.at(-1)?.nav).toBe(report.finalNav);
    expect(report.net.costDrag).toBeCloseTo((report.gross.cagr ?? 0) - (report.net.cagr ?? 0), 15);
    expect(report.gross).toMatchObject({ totalCost: 0, costDrag: 0 });
    expect(report.largestTrade?.value).toBe(Math.max(...report.trades.map((trade) => Math.abs(trade.value))));
  });

  it('gives the only pair of a fully invested portfolio the figures of the portfolio', () => {
    const alone = reportOf(parsePortfolio({ ...file, pairs: [pairFile('QQQ', 'SQQQ')] }, 'test'), series);
    const [pair] = alone.pairs;
    // The first session differs by definition: cost over capital for the portfolio, over what was bought for the pair.
    for (const key of [
      'beta',
      'alpha',
      'correlation',
      'trackingError',
      'upCapture',
      'bestDay',
      'meanHoldingSessions',
    ] as const) {
      expect(pair?.net[key]).toBeCloseTo(alone.net[key] ?? Number.NaN, 9);
    }
    expect(pair?.gross.sharpe).toBeCloseTo(alone.gross.sharpe ?? Number.NaN, 9);
    expect(pair?.gross.turnover).toBeCloseTo(alone.gross.turnover ?? Number.NaN, 9);
  });

  it('makes no return of money that moves between pair and portfolio', () => {
    // Two pairs of opposite luck under scope portfolio: each is sold and bought, its return is that of its funds.
    const whole = { check: 'daily', scope: 'portfolio' };
    const free = reportOf(
      parsePortfolio({ ...file, rebalance: whole, costs: { commissionRate: 0, slippage: { model: 'none' } } }, 'test'),
      series,
    );
    expect(free.rebalances).toBeGreaterThan(40);
    // Re-hedged every session, an ideal pair earns exactly nothing.
    expect(free.pairs[0]?.net.totalReturn).toBeCloseTo(0, 12);
  });

  it('is silent about a benchmark where there is none', () => {
    const without = reportOf({ ...parsePortfolio(file, 'test'), benchmark: undefined }, series);
    expect(without.benchmark).toBeNull();
    expect(without.net).toMatchObject({ beta: null, alpha: null, informationRatio: null, activeReturn: null });
  });

  it('buys the benchmark with the same capital', () => {
    expect(report.benchmark?.nav[0]).toBe(1000);
    expect(report.benchmark?.metrics.beta).toBeCloseTo(1, 12);
    expect(report.benchmark?.nav.at(-1)).toBeCloseTo(
      returns.reduce((nav, r) => nav * (1 + r / 2 + 0.001), 1000),
      8,
    );
  });

  it('reports a single session', () => {
    const one = reportOf(
      parsePortfolio(file, 'test'),
      series.map((fund) => ({ ...fund, sessions: fund.sessions.slice(0, 1) })),
    );
    expect(one).toMatchObject({ sessions: 1, rebalances: 0, net: { sharpe: null, beta: null } });
    expect(unspeakable(JSON.parse(JSON.stringify(one)))).toEqual([]);
    expect(unspeakable({ ...one, configuration: null })).toEqual([]);
  });

  it('refuses a run that does not cover the panel', async () => {
    const portfolio = parsePortfolio(file, 'test');
    const panel = buildPanel(portfolio, market(...series));
    const part = runBacktest(portfolio, panel, { until: panel.sessions[10] });
    const failure = await failureOf(
      Promise.resolve(part).then((run) => buildReport({ portfolio, panel, net: run, gross: run })),
    );
    expect(failure.code).toBe('failed');
    expect(failure.message).toContain('51 sessions, not 11');
  });
});

describeWithSharedData('the report on classic, 2017 to 2023, with ERY at 2 throughout', () => {
  const portfolio: Portfolio = {
    ...presets.classic,
    pairs: presets.classic.pairs.map((pair) =>
      pair.inverse === 'ERY' ? { ...pair, leverage: [{ from: day('2008-11-06'), ratio: 2 }] } : pair,
    ),
  };
  const panel = buildPanel(portfolio, realSeriesOf(symbolsOf(portfolio)), {
    from: day('2017-01-01'),
    to: day('2023-12-31'),
  });
  const report = buildReport({
    portfolio,
    panel,
    net: runBacktest(portfolio, panel),
    gross: runBacktest(portfolio, panel, { costs: false }),
  });

  it('has the figures of the specification', () => {
    expect(report).toMatchObject({ sessions: 1760, rebalances: 5, net: { trades: 20 } });
    expect(report.finalNav).toBeCloseTo(180_222_355.92, 2);
    expect(report.net.sharpe).toBeCloseTo(0.821132, 6);
    expect(report.net.maxDrawdown * 100).toBeCloseTo(-18.66474, 5);
    expect(report.net.correlation).toBeCloseTo(0.70598, 5);
    expect(report.netDelta.mean).toBeCloseTo(0.53, 2);
  });

  it('attributes all of the profit', () => {
    expect(report.attribution.total / (report.finalNav - 1e8)).toBeCloseTo(1, 9);
  });

  it('brackets each figure by its interval', () => {
    for (const key of ['sharpe', 'cagr', 'maxDrawdown'] as const) {
      const { low, high } = report.intervals[key];
      expect(low).toBeLessThan(report.net[key] ?? Number.NaN);
      expect(high).toBeGreaterThan(report.net[key] ?? Number.NaN);
    }
  });
});
