import { buildReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { PLAIN } from '../../../../cli/src/research/layout/ink';
import { intervalBlock } from '../../../../cli/src/research/tearsheet/metric-blocks';
import { curveLines } from '../../../../cli/src/research/tearsheet/curves';
import { filterLines } from '../../../../cli/src/research/tearsheet/regime-filter';
import { notices } from '../../../../cli/src/research/tearsheet/notices';
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
const background = { prices: { origin: 'test', synthetic: false }, riskFree: '', filter: [], oddities: [] };

describe('tearsheet', () => {
  test('a curve stands on a logarithmic scale, with its lowest, highest and last value', () => {
    // 750 doubling and 250 at rest: from 1,000 to 750 * 2^10 + 250 = 768,250.
    const [heading, nav = '', drawdown] = curveLines(report, 70);
    expect(heading).toMatch(/log scale +low +high +end$/);
    expect(nav).toMatch(/1\.00 k +768\.25 k +768\.25 k +\+76725\.00 %$/);
    // floor(8 ln(0.75 * 2^k + 0.25) / ln(768.25)) for k = 0..10; on a linear scale the first eight would all be the lowest.
    expect(nav.split(/\s+/)[1]).toBe('▁▁▂▃▄▄▅▆▇██');
    expect(drawdown).toMatch(/0\.00 %$/);
  });

  test('a drawdown outside its own interval has a footnote', () => {
    const said = (maxDrawdown: number) =>
      intervalBlock({
        ...report,
        net: { ...report.net, maxDrawdown },
        intervals: { ...report.intervals, maxDrawdown: { low: -0.3, high: -0.1 } },
      })
        .lines(80)
        .join(' ');
    expect(said(-0.2)).not.toContain('outside');
    expect(said(-0.05)).toContain('the drawdown lies outside its interval');
    expect(said(-0.4)).toContain('the drawdown lies outside its interval');
  });

  test('money that was only borrowed by rounding is no notice', () => {
    const said = (cash: number, capital: number) => {
      const curve = report.curve.map((point) => ({ ...point, cash }));
      return notices(
        { ...report, curve, minCash: cash, sessions: 21, configuration: { ...portfolio, capital } },
        background,
        { width: 80, ink: PLAIN },
      );
    };
    expect(said(-0.004, 1000)).toEqual([]);
    expect(said(-1, 1e12)).toEqual([]);
    expect(said(-0.006, 1000).join(' ')).toContain('cash below 0 on 11 sessions');
  });

  test('a filter that blocks nothing says so, and no filter says nothing', () => {
    expect(filterLines(portfolio, run)).toEqual([]);
    expect(filterLines({ ...portfolio, regimeFilter: {} }, run)).toEqual([
      'regime filter blocks nothing; in cash, of 11 sessions: QQQ/SQQQ 0',
    ]);
  });
});
