import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { openSource, readCsvSeries, syntheticAmong } from '@evenkeel/ingestion/sources';
import { parseHoldings } from '../../../cli/src/files/holdings-file';
import { HOME } from '../../support/repository';
import { presets } from '../../factories/portfolio';

const SAMPLES = join(HOME, 'docs/samples');
const PRICES = join(SAMPLES, 'prices');
const symbols = symbolsOf(presets.classic);

describe('docs/samples', () => {
  it('holds the bytes that its script writes', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(SAMPLES, 'make.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('has prices of the default portfolio and its benchmark, each marked as synthetic, in a few hundred KB', () => {
    expect(readdirSync(PRICES).sort()).toEqual(symbols.map((symbol) => `${symbol}.csv`).sort());
    expect(syntheticAmong(symbols, openSource('csv', { data: PRICES }))).toEqual(symbols);
    const bytes = symbols.reduce((sum, symbol) => sum + statSync(join(PRICES, `${symbol}.csv`)).size, 0);
    expect(bytes).toBeLessThan(400_000);
  });

  it('shows what a history has: splits, dividends, and a change of leverage within it', () => {
    const series = symbols.map((symbol) => readCsvSeries(PRICES, symbol));
    expect(series.filter(({ split }) => split.some((ratio) => ratio > 0)).map(({ ticker }) => ticker)).toEqual([
      'SQQQ',
      'FAZ',
    ]);
    expect(series.filter(({ dividend }) => dividend.some((cash) => cash > 0))).toHaveLength(6);
    const steps = presets.classic.pairs.flatMap(({ leverage }) => leverage.slice(1).map(({ from }) => from));
    expect(steps).toHaveLength(1);
    expect(series.every(({ sessions }) => steps.every((step) => sessions.includes(step)))).toBe(true);
  });

  it('has a portfolio that can be read, and holdings of it', () => {
    const portfolio = parsePortfolio(JSON.parse(readFileSync(join(SAMPLES, 'portfolio.json'), 'utf8')), 'sample');
    const held = parseHoldings(readFileSync(join(SAMPLES, 'holdings.csv'), 'utf8'), 'holdings.csv');
    const known = symbolsOf({ pairs: portfolio.pairs });
    expect(held.filter(({ symbol }) => known.includes(symbol))).toHaveLength(4);
    expect(held.filter(({ symbol }) => !known.includes(symbol))).toHaveLength(1);
  });
});
