import { buildReport, meanRiskFree, sweepReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest, sessionsInCash } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { fundSeries, market } from '../../../factories/funds';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { randomMarket } from '../../../factories/random-market';

const portfolio = parsePortfolio(portfolioFile({ pairs: [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT')] }), 'test');
const series = randomMarket(symbolsOf(portfolio), 5, 300);
const panel = buildPanel(portfolio, series);
const riskFree = new Float64Array(panel.sessions.length).fill(0.0001);
const grid = { tolerance: [0.05, 0.9], check: ['daily', 'never'], scope: ['breached'], fill: ['close'] } as const;

describe('a sweep with its figures', () => {
  const seen: number[] = [];
  const report = sweepReport({ portfolio, panel, riskFree, series }, grid, ({ tolerance }) => seen.push(tolerance));

  test('has in each cell what a backtest of that configuration has', () => {
    expect(seen).toEqual([0.05, 0.05, 0.9, 0.9]);
    for (const cell of report.cells) {
      const { tolerance, check, scope, fill } = cell;
      const one = { ...portfolio, fill, rebalance: { check, scope, drift: { measure: 'weight' as const, tolerance } } };
      const net = runBacktest(one, panel);
      const { net: metrics, minCash } = buildReport({ portfolio: one, panel, net, gross: net, riskFree });
      expect(cell.sharpe).toBeCloseTo(metrics.sharpe ?? Number.NaN, 9);
      expect(cell.maxDrawdown).toBeCloseTo(metrics.maxDrawdown, 12);
      expect([cell.trades, cell.rebalances, cell.minCash]).toEqual([metrics.trades, metrics.rebalances, minCash]);
    }
  });

  test('counts runs that are the same once, and names the best', () => {
    expect(report.cells[1]?.run).toBe(report.cells[3]?.run);
    expect(report.trials).toBe(new Set(report.cells.map(({ run }) => run)).size);
    const sharpes = report.cells.map(({ sharpe }) => sharpe ?? Number.NaN);
    expect(sharpes[report.best ?? Number.NaN]).toBe(Math.max(...sharpes));
  });

  test('keeps cells that come to nothing with their reason, also where all of them do', () => {
    const costs = { commissionRate: 0.99, slippage: { model: 'none' as const } };
    const ruined = sweepReport(
      { portfolio: { ...portfolio, costs }, panel, riskFree, series },
      { ...grid, tolerance: [0.0001], check: ['daily'] },
    );
    expect(ruined).toMatchObject({ trials: 0, best: null, expectedBestSharpe: 0 });
    expect(ruined.cells).toMatchObject([{ sharpe: null, totalReturn: null, run: null }]);
    expect(ruined.cells[0]?.error).toContain('nothing is left of the portfolio');
  });
});

test('the mean risk-free rate compounds to a year of 252 sessions', () => {
  const { session, annual } = meanRiskFree(Float64Array.of(0.0001, 0.0003));
  expect(session).toBeCloseTo(0.0002, 15);
  expect(annual).toBeCloseTo(1.0002 ** 252 - 1, 12);
});

test('a pair is in cash on the sessions that close without a holding', () => {
  const flat = new Array<number>(3).fill(0);
  const one = parsePortfolio(portfolioFile({ fill: 'next-open' }), 'test');
  const run = runBacktest(one, buildPanel(one, market(fundSeries('QQQ', flat), fundSeries('SQQQ', flat))));
  // Decided at the first close, bought at the second open.
  expect(sessionsInCash(run)).toEqual([1]);
});
