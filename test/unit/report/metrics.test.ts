import { buildReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { METRICS, metricCell, metricsOf } from '@evenkeel/report';
import { tearsheet } from '@evenkeel/report/pages';
import { pairFile, portfolioFile } from '../../factories/portfolio';
import { randomMarket } from '../../factories/random-market';

const portfolio = parsePortfolio(
  portfolioFile({ benchmark: 'SPY', pairs: [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT')] }),
  'test',
);
const series = randomMarket(symbolsOf(portfolio), 3, 300, portfolio.benchmark);
const panel = buildPanel(portfolio, series);
const net = runBacktest(portfolio, panel);
const report = buildReport({ portfolio, panel, net, gross: runBacktest(portfolio, panel, { costs: false }) });
const page = tearsheet({
  report,
  prices: { origin: 'test', synthetic: false },
  doubts: [],
  dropped: { gaps: [] },
  riskFree: new Float64Array(panel.sessions.length),
  sessionsInCash: [0, 0],
});

describe('every metric', () => {
  test('has a name of its own and a definition', () => {
    const texts = Object.values(METRICS);
    expect(new Set(texts.map(({ label }) => label)).size).toBe(texts.length);
    expect(texts.filter(({ definition }) => !/^\S.{10,}$/.test(definition))).toEqual([]);
  });

  test.each([
    ['returns', 'Returns'],
    ['risk', 'Risk'],
    ['benchmark', 'Against SPY'],
    ['trading', 'Trading and costs'],
  ] as const)('of the group %s is a row of the block "%s", with its value', (group, title) => {
    const block = page.blocks.find((one) => one.title === title);
    const [table] = block?.contents ?? [];
    const rows = table?.kind === 'table' ? table.rows : [];
    expect(rows.map(([label, value]) => [label, value])).toEqual(
      metricsOf(group).map((key) => [METRICS[key].label, metricCell(report.net, key)]),
    );
    expect(rows.length).toBeGreaterThan(8);
  });

  test('carries the figure behind its text', () => {
    expect(metricCell({ sharpe: -0.0001 }, 'sharpe')).toEqual({ text: '0.000', value: -0.0001 });
    expect(metricCell({ sharpe: null }, 'sharpe')).toEqual({ text: 'n/a', value: null });
    expect(metricCell({ drawdownOpen: true }, 'drawdownOpen')).toEqual({ text: 'not yet', value: null });
  });
});

test('a page is data that JSON can carry', () => {
  const carried: unknown = JSON.parse(JSON.stringify(page));
  expect(carried).toEqual(page);
});
