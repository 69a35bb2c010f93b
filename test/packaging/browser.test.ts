import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { buildReport } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest, sweep, type Panel } from '@evenkeel/domain/backtest';
import { lastFinishedSession, parseSessionDate } from '@evenkeel/domain/calendar';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import { seriesFromVendor } from '@evenkeel/domain/prices';
import { syntheticHistory } from '@evenkeel/domain/synthetic';
import { presets } from '../factories/portfolio';

const LIMIT = 55_000;
const DOMAIN = resolve(__dirname, '../../shared/domain');

/** What a page asks of the domain: panels, runs, sweeps, and everything that is said about them. */
const ENGINE = `
  export { buildPanel, latestTargets, runBacktest, sweep } from '@evenkeel/domain/backtest';
  export { buildAnalysis, buildReport, holdingTheory, riskFreeRates, sweepReport } from '@evenkeel/domain/analysis';
  export { totalReturnIndex } from '@evenkeel/domain/prices';
  export { symbolsOf } from '@evenkeel/domain/portfolio';`;
const CALENDAR = `export { lastFinishedSession, nextSession, sessionsBetween } from '@evenkeel/domain/calendar';`;
const PARSER = `export { parsePortfolio } from '@evenkeel/domain/portfolio';`;
const EVERYTHING = ['', 'analysis', 'backtest', 'calendar', 'pairs', 'portfolio', 'prices', 'statistics', 'synthetic']
  .map((room) => `export * from '${join('@evenkeel/domain', room)}';`)
  .join('\n');

function bundled(contents: string) {
  const { metafile, outputFiles } = buildSync({
    stdin: { contents, resolveDir: DOMAIN },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'domain',
    platform: 'browser',
    target: 'es2023',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {});
  return {
    code: outputFiles[0]?.text ?? '',
    bytes: output?.bytes ?? Number.NaN,
    packages: new Set(inputs.flatMap(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [])),
  };
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB minified`;

describe('the domain in a browser', () => {
  const engine = bundled(ENGINE);

  it(`is an engine of ${kilobytes(engine.bytes)}`, () => {
    expect(engine.bytes).toBeLessThan(LIMIT);
    expect(engine.bytes).toBeGreaterThan(LIMIT / 5);
  });

  it('carries no package along: the engine is our own arithmetic', () => {
    expect([...engine.packages]).toEqual([]);
  });

  it(`has a calendar that weighs ${kilobytes(bundled(CALENDAR).bytes)}, clocks included`, () => {
    expect(bundled(CALENDAR).bytes).toBeLessThan(LIMIT / 5);
    expect([...bundled(CALENDAR).packages]).toEqual([]);
  });

  const whole = bundled(ENGINE + PARSER);
  it(`brings its validation, ${kilobytes(whole.bytes)} together, only where portfolio files are read`, () => {
    expect([...whole.packages]).toEqual(['zod']);
  });

  it('needs nothing of Node in any of its rooms', () => {
    expect([...bundled(EVERYTHING).packages].sort()).toEqual(['@noble/hashes', 'canonicalize', 'decimal.js', 'zod']);
  });

  it('finds in a bare global scope, bit for bit, what it finds here', () => {
    const scope: { domain?: Engine } = {};
    runInNewContext(`${bundled(ENGINE + CALENDAR).code}; this.domain = domain;`, scope);
    const there = scope.domain;
    if (!there) throw new Error('the bundle has set nothing');
    const portfolio = presets.classic;
    const range = { seed: 7, from: parseSessionDate('2019-01-01'), to: parseSessionDate('2020-12-31') };
    const series = new Map(
      symbolsOf(portfolio).map((symbol) => [symbol, seriesFromVendor(syntheticHistory(symbol, range))]),
    );
    const answers = [here, there].map((each) => answersOf(each, () => each.buildPanel(portfolio, series)));
    expect(answers[1]).toEqual(answers[0]);
    expect(there.lastFinishedSession(new Date('2024-07-05T12:00:00Z'))).toBe('2024-07-03');
  });
});

const here = { buildPanel, buildReport, lastFinishedSession, runBacktest, sweep };
type Engine = typeof here;

/** A report and a sweep, as JSON. */
function answersOf(engine: Engine, panelOf: () => Panel): string {
  const portfolio = presets.classic;
  const panel = panelOf();
  const net = engine.runBacktest(portfolio, panel);
  const gross = engine.runBacktest(portfolio, panel, { costs: false });
  const swept = engine.sweep(portfolio, panel, { tolerance: [0, 0.01, 0.1] }, (cell, { nav, trades }) => ({
    cell,
    trades,
    nav: [...nav],
  }));
  return JSON.stringify([engine.buildReport({ portfolio, panel, net, gross }), swept]);
}
