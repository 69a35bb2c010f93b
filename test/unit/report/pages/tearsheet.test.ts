import { buildReport, type BacktestReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { tearsheet } from '@evenkeel/report/pages';
import { PLAIN, pageLines } from '@evenkeel/report/terminal';
import { curvesOf } from '../../../../shared/report/src/pages/backtest/curves';
import { filterLines } from '../../../../shared/report/src/pages/backtest/regime-filter';
import { curveLines } from '../../../../shared/report/src/terminal/curves';
import { day } from '../../../factories/bars';
import { fundSeries, market } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';

/** A fund that doubles ten times over, held with one that stands still. */
const series = market(
  fundSeries('QQQ', new Array<number>(10).fill(1)),
  fundSeries('SQQQ', new Array<number>(10).fill(0)),
);
const portfolio = parsePortfolio(
  portfolioFile({ rebalance: { check: 'never', drift: { measure: 'weight', tolerance: 0.1 }, scope: 'breached' } }),
  'test',
);
const panel = buildPanel(portfolio, series);
const run = runBacktest(portfolio, panel);
const report = buildReport({ portfolio, panel, net: run, gross: run });
const basis = {
  prices: { origin: 'test', synthetic: false },
  doubts: [],
  dropped: { gaps: [] },
  riskFree: new Float64Array(panel.sessions.length),
  sessionsInCash: [0],
};

describe('tearsheet', () => {
  test('a curve stands on a logarithmic scale, with its lowest, highest and last value', () => {
    // 750 doubling and 250 at rest: from 1,000 to 750 * 2^10 + 250 = 768,250.
    const [heading, nav = '', drawdown] = curveLines(curvesOf(report), 70, PLAIN);
    expect(heading).toMatch(/log scale +low +high +end$/);
    expect(nav).toMatch(/1\.00 k +768\.25 k +768\.25 k +\+76725\.00 %$/);
    // floor(8 ln(0.75 * 2^k + 0.25) / ln(768.25)) for k = 0..10; on a linear scale the first eight would all be the lowest.
    expect(nav.split(/\s+/)[1]).toBe('▁▁▂▃▄▄▅▆▇██');
    expect(drawdown).toMatch(/0\.00 %$/);
  });

  test('a drawdown outside its own interval has a footnote', () => {
    const said = (maxDrawdown: number) => {
      const intervals = { ...report.intervals, maxDrawdown: { low: -0.3, high: -0.1 } };
      const page = tearsheet({ ...basis, report: { ...report, net: { ...report.net, maxDrawdown }, intervals } });
      return pageLines(page, { width: 60, painter: PLAIN }).join(' ');
    };
    expect(said(-0.2)).not.toContain('outside');
    expect(said(-0.05)).toContain('the drawdown lies outside its interval');
    expect(said(-0.4)).toContain('the drawdown lies outside its interval');
  });

  test('money that was only borrowed by rounding is no notice', () => {
    const said = (cash: number, capital: number) => {
      const curve = report.curve.map((point) => ({ ...point, cash }));
      const configuration = { ...portfolio, capital };
      return tearsheet({ ...basis, report: { ...report, curve, minCash: cash, sessions: 21, configuration } }).notices;
    };
    expect(said(-0.004, 1000)).toEqual([]);
    expect(said(-1, 1e12)).toEqual([]);
    expect(said(-0.006, 1000)).toEqual([expect.stringContaining('cash below 0 on 11 sessions')]);
  });

  test('a leverage schedule that begins after the run is a notice', () => {
    const said = (from: string) => {
      const pairs = portfolio.pairs.map((pair) => ({ ...pair, leverage: [{ from: day(from), ratio: 2 }] }));
      return tearsheet({ ...basis, report: { ...report, sessions: 21, configuration: { ...portfolio, pairs } } })
        .notices;
    };
    expect(said('2015-01-02')).toEqual([]);
    expect(said('2015-01-05')).toEqual([
      'QQQ/SQQQ: its leverage is stated from 2015-01-05 on, the run begins on 2015-01-02; 2x, the first ratio, is used before it',
    ]);
  });

  const linesOf = (changes: Partial<BacktestReport>, width = 100) =>
    pageLines(tearsheet({ ...basis, report: { ...report, ...changes } }), { width, painter: PLAIN });

  test('says how much of the profit the market made, and that all of it is accounted for', () => {
    // 750 that double ten times beside 250 at rest: nothing is traded, nothing paid, and the fund's missing fall is tracking.
    const { exposure, tracking, total } = report.attribution;
    expect(exposure + tracking).toBeCloseTo(total, 6);
    const said = linesOf({
      attribution: { ...report.attribution, market: 30_000, total: 40_000 },
      netDelta: { ...report.netDelta, mean: 0.514 },
    }).join('\n');
    expect(said).toContain('total = exposure (market + timing) + tracking + cost');
    expect(said).toContain('with a mean net delta of 0.51 the market made 30.00 k of 40.00 k');
    expect(said).toMatch(/ exposure +market +timing +tracking +cost +total/);
    expect(said).toMatch(/ trend +decay +direction +residual +exposure/);
  });

  test('has the returns up to the last session, n/a where the run began later', () => {
    const periods = { ...report.net.periods, '1y': 0.1, '3y': null };
    const said = linesOf({ net: { ...report.net, periods } });
    expect(said.find((line) => line.includes('1 year '))).toMatch(/1 year +\+10\.00 %/);
    expect(said.find((line) => line.includes('3 years'))).toMatch(/3 years +n\/a/);
  });

  test('says the largest trade in shares as traded, where they are known', () => {
    const largest = {
      date: day('2015-01-02'),
      symbol: parseTicker('QQQ'),
      units: 7.5,
      price: 1,
      value: 750,
      cost: 0,
      reason: 'initial' as const,
    };
    const said = (shares: number | null, tradedPrice: number | null) =>
      linesOf({ largestTrade: { ...largest, shares, tradedPrice } }, 60)
        .join(' ')
        .replace(/ +/g, ' ');
    expect(said(1234, 56.78)).toContain('of QQQ bought 2015-01-02, 1,234 shares at 56.78');
    expect(said(null, null)).toContain('of QQQ bought 2015-01-02 ');
    expect(said(null, null)).not.toContain('shares at');
  });

  test('profit factor counts spells, and value at risk is historical', () => {
    const lines = pageLines(tearsheet({ ...basis, report }), { width: 60, painter: PLAIN });
    expect(lines.filter((line) => /Profit factor|VaR/.test(line)).map((line) => line.split(/ {2,}/)[0])).toEqual([
      'VaR 95 %, historical',
      'CVaR 95 %, historical',
      'VaR and CVaR are of one day',
      'Profit factor, per spell',
    ]);
  });

  test('a filter that blocks nothing says so, and no filter says nothing', () => {
    expect(filterLines(portfolio, 11, [0])).toEqual([]);
    expect(filterLines({ ...portfolio, regimeFilter: {} }, 11, [0])).toEqual([
      'regime filter blocks nothing; in cash, of 11 sessions: QQQ/SQQQ 0',
    ]);
  });
});
