import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { buildAnalysis, buildReport, sweepReport } from '@evenkeel/domain/analysis';
import { buildPanel, latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, planOrders, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Page } from '@evenkeel/report';
import {
  analysisPage,
  doctorPage,
  ingestionPage,
  planPage,
  sweepPage,
  targetsPage,
  tearsheet,
  type IngestionResult,
  type ShownTargets,
} from '@evenkeel/report/pages';
import { COLOURED, PLAIN, pageLines, visibleLength } from '@evenkeel/report/terminal';
import { day } from '../../../factories/bars';
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
const prices = { origin: `csv ${'/very/long/folder'.repeat(9)}`, synthetic: true };
const doubt = { symbol: null, session: day('2018-01-06'), reason: 'not-a-session', detail: 'x '.repeat(200) } as const;
const basis = {
  prices,
  doubts: [doubt],
  dropped: { gaps: [{ missing: symbolsOf(portfolio), sessions: 1, ranges: [] }] },
};
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
  {
    tolerance: Array.from({ length: 89 }, (_, at) => 0.02 + at / 100),
    check: ['daily', 'never'],
    scope: ['breached', 'portfolio'],
    fill: ['close', 'next-open'],
  },
);

/** Those that people have, and any other from the narrowest on. */
const WIDTHS = [40, 60, 80, 100, 160];
const width = fc.oneof(fc.constantFrom(...WIDTHS), fc.integer({ min: 40, max: 200 }));
const painter = fc.constantFrom(PLAIN, COLOURED);
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

/** Whatever its figures: none of them is wider than the narrowest page. */
function expectToFit(pageOf: (figures: readonly number[], name: string) => Page): void {
  const figures = fc.array(figure, { minLength: 1, maxLength: 40 });
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(width, painter, figures, name, (columns, ink, others, text) => {
      const lines = pageLines(pageOf(others, text), { width: columns, painter: ink });
      expect(lines.filter((line) => visibleLength(line) > columns || line.includes('\n'))).toEqual([]);
    }),
    { numRuns: 60 },
  );
}

const targets: ShownTargets = {
  portfolio: 'classic',
  asOf: '2025-12-01',
  newest: '2025-12-24',
  waitsFor: [{ symbol: 'LONGNAME', newest: null }],
  synthetic: true,
  signal: 'rebalance',
  nav: 180_222_355.92,
  cash: -12.5,
  netDelta: -0.0123,
  pairs: [
    {
      base: 'BTC-USD',
      inverse: 'LONGNAME',
      target: { base: 0.15, inverse: 0.05 },
      weight: { base: 0.26, inverse: 0.01 },
      drift: 0.11,
      netDelta: 0.23,
      blocked: true,
      action: 'rebalance',
    },
  ],
};
const job: IngestionResult = {
  job: 'warm-up',
  asOf: '2025-12-01',
  symbols: [
    {
      symbol: 'LONGNAME',
      fetched: 1,
      stored: 2,
      unchanged: 3,
      corrected: 4,
      quarantined: [{ date: '2025-11-28', reason: 'unexplained-jump' }],
      gaps: Array.from({ length: 9 }, () => '2025-11-28'),
      differences: [{ date: '2025-11-28', field: 'dividend', stored: '0.123456789012', vendor: null }],
    },
  ],
  failed: [],
  repair: 'e7a1c0d2-55f0-4a53-9f4e-1f0d9b0e7c11',
};

describe('no line is wider than its page, whatever its figures', () => {
  test('of a backtest', () => {
    expectToFit((figures, name) =>
      tearsheet({
        ...basis,
        report: { ...disturbed(report, figures), portfolio: name },
        riskFree,
        sessionsInCash: figures,
      }),
    );
  });

  test('of an analysis', () => {
    expectToFit((figures) =>
      analysisPage({
        ...basis,
        analysis: disturbed(analysis, figures),
        pairs: portfolio.pairs,
        sharedSymbols: report.sharedSymbols,
        dropped: analysis.pairs.map(() => basis.dropped),
      }),
    );
  });

  test('of a sweep', () => {
    expectToFit((figures, name) =>
      sweepPage({ ...basis, report: { ...disturbed(swept, figures), portfolio: name }, portfolio, riskFree }),
    );
  });

  test('of a plan', () => {
    const { state } = runBacktest(portfolio, panel);
    const latest = latestTargets(portfolio, panel, state);
    const legs = symbolsOf({ pairs: portfolio.pairs });
    expectToFit((figures, name) => {
      const amount = (at: number) => new Decimal(Math.min(1e9, Math.abs(figures[at % figures.length] ?? 1)));
      const plan = planOrders({
        portfolio,
        targets: latest,
        holdings: new Map(legs.map((leg, at) => [leg, amount(at)])),
        cash: amount(7),
        prices: new Map(legs.map((leg, at) => [leg, new Decimal(at + 1).times(1000)])),
        wholeShares: figures.length > 20,
        minimumOrder: new Decimal(100),
      });
      const staleness = {
        expected: day('2025-12-24'),
        sessionsBehind: figures.length,
        waitingFor: legs.map((symbol) => ({ symbol, has: null })),
      };
      const first = day('2018-01-02');
      return planPage({
        ...basis,
        plan: { ...plan, portfolio: name },
        targets: latest,
        portfolio,
        staleness,
        asked: true,
        first,
      });
    });
  });

  test('of the targets', () => {
    expectToFit((figures, name) => targetsPage({ ...disturbed(targets, figures), portfolio: name }));
    expectToFit((_, name) => targetsPage({ ...targets, portfolio: name, signal: 'wait', asOf: null }));
  });

  test('of an ingestion job', () => {
    expectToFit((figures, name) => {
      const done = disturbed(job, figures);
      return ingestionPage({ ...done, symbols: done.symbols.map((one) => ({ ...one, error: name.repeat(9) })) });
    });
    expectToFit((figures) => ingestionPage(disturbed(job, figures)));
  });

  test('of what a machine has', () => {
    expectToFit((_, name) =>
      doctorPage([
        { what: 'AWS credentials', verdict: 'note', found: name, remedy: `${name} `.repeat(5) },
        { what: 'port 65535', verdict: 'lack', found: 'in use' },
      ]),
    );
  });
});
