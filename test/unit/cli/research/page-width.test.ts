import fc from 'fast-check';
import { buildAnalysis, buildReport, sweepReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { analysisPage } from '../../../../cli/src/research/analysis-page';
import { parseGrid } from '../../../../cli/src/research/grid';
import { PLAIN, type Ink } from '../../../../cli/src/research/layout/ink';
import { sweepPage } from '../../../../cli/src/research/sweep-page';
import { tearsheet } from '../../../../cli/src/research/tearsheet/tearsheet';
import { visibleLength } from '../../../../cli/src/terminal/cells';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { randomMarket } from '../../../factories/random-market';

const file = portfolioFile({
  benchmark: 'SPY',
  pairs: [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT'), pairFile('BTC-USD', 'LONGNAME')],
  rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.05 }, scope: 'breached' },
});
const portfolio = parsePortfolio(file, 'test');
const series = randomMarket(symbolsOf(portfolio), 7, 320, portfolio.benchmark);
const panel = buildPanel(portfolio, series);
const prices = {
  series,
  origin: `csv ${'/very/long/folder'.repeat(9)}`,
  synthetic: true,
  source: { name: 'csv', synthetic: true },
} as const;
const riskFree = new Float64Array(panel.sessions.length);
const report = buildReport({
  portfolio,
  panel,
  net: runBacktest(portfolio, panel),
  gross: runBacktest(portfolio, panel, { costs: false }),
  riskFree,
});
const analysis = buildAnalysis(
  portfolio.pairs.map((pair) => buildPanel({ ...portfolio, pairs: [pair], benchmark: undefined }, series)),
);
const swept = sweepReport(
  { portfolio, panel, riskFree, series },
  parseGrid(
    { tolerance: '0.02:0.9:0.01', check: 'daily,never', scope: 'breached,portfolio', fill: 'close,next-open' },
    portfolio,
  ),
);
const background = {
  prices,
  riskFree: 'risk-free rate 0',
  filter: ['regime filter blocks QQQ/SQQQ in high volatility'],
  oddities: ['QQQ 2018-01-05, unexplained-jump: 1400.0 % since 2018-01-04', '1 session left out'],
};

const COLOURED: Ink = { colour: true, paint: (_, text) => `\u001b[1m${text}\u001b[22m` };
const width = fc.integer({ min: 80, max: 200 });
const ink = fc.constantFrom(PLAIN, COLOURED);
const figure = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.constantFrom(1e308, -1e308, 5e-324, 0, 1e15, -999_999_999_999.99),
);

/** Puts others in the place of all figures inside `node`, as they come from `figures`; positions and counts that index stay. */
function disturb(node: object, figures: readonly number[]): void {
  let at = 0;
  const walk = (within: object): void => {
    for (const key of Object.keys(within)) {
      const value: unknown = Reflect.get(within, key);
      if (typeof value === 'number' && !['month', 'year', 'best', 'run'].includes(key))
        Reflect.set(within, key, figures[(at += 1) % figures.length]);
      else if (typeof value === 'object' && value !== null) walk(value);
    }
  };
  walk(node);
}

function disturbed<Node extends object>(node: Node, figures: readonly number[]): Node {
  const copy = structuredClone(node);
  disturb(copy, figures);
  return copy;
}

function expectToFit(lines: readonly string[], columns: number): void {
  expect(lines.filter((line) => visibleLength(line) > columns || line.includes('\n'))).toEqual([]);
}

describe('no line is wider than its page', () => {
  const figures = fc.array(figure, { minLength: 1, maxLength: 40 });

  test('of a backtest, whatever its figures and its name', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter((text) => !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(width, ink, figures, name, (columns, paint, others, portfolioName) => {
        expectToFit(tearsheet(report, background, { width: columns, ink: paint }), columns);
        expectToFit(
          tearsheet({ ...disturbed(report, others), portfolio: portfolioName }, background, {
            width: columns,
            ink: paint,
          }),
          columns,
        );
      }),
      { numRuns: 40 },
    );
  });

  test('of an analysis', () => {
    const said = {
      prices,
      sharedSymbols: report.sharedSymbols,
      doubts: background.oddities,
      dropped: analysis.pairs.map(() => background.oddities),
    };
    fc.assert(
      fc.property(width, ink, figures, (columns, paint, others) => {
        expectToFit(analysisPage(analysis, said, { width: columns, ink: paint }), columns);
        expectToFit(analysisPage(disturbed(analysis, others), said, { width: columns, ink: paint }), columns);
      }),
      { numRuns: 40 },
    );
  });

  test('of a sweep', () => {
    fc.assert(
      fc.property(width, ink, figures, (columns, paint, others) => {
        expectToFit(sweepPage(swept, background, { width: columns, ink: paint }), columns);
        expectToFit(sweepPage(disturbed(swept, others), background, { width: columns, ink: paint }), columns);
      }),
      { numRuns: 40 },
    );
  });
});
