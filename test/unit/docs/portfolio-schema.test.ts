import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { isAppError } from '@evenkeel/domain';
import { parsePortfolio, portfolioJsonSchema } from '@evenkeel/domain/portfolio';
import { pairFile, portfolioFile } from '../../factories/portfolio';
import { portfolioFiles } from '../../factories/random-portfolio';
import { textOf } from '../../support/repository';

const read = (path: string): unknown => JSON.parse(textOf(path));
const schema = portfolioJsonSchema();
const valid = addFormats(new Ajv()).compile(schema);

/** What the schema has against a file. */
function complaints(file: unknown): string[] {
  valid(JSON.parse(JSON.stringify(file)));
  return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const isTaken = (file: unknown): boolean => {
  try {
    parsePortfolio(file, 'file');
    return true;
  } catch (error) {
    if (isAppError(error, 'bad-input')) return false;
    throw error;
  }
};

describe('docs/portfolio.schema.json', () => {
  it('is what the code makes of its own schema; `npm run schema` writes it', () => {
    expect(read('docs/portfolio.schema.json')).toEqual(schema);
  });

  it('takes the portfolios that are shipped, and the sample', () => {
    for (const file of ['portfolios/classic.json', 'portfolios/hedged.json', 'docs/samples/portfolio.json'].map(read))
      expect(complaints(file)).toEqual([]);
  });

  it('takes every portfolio file that the product takes', () => {
    fc.assert(fc.property(portfolioFiles, (file) => expect(complaints(file)).toEqual([])));
  });

  const limit = (measure: string, tolerance: unknown) => ({
    rebalance: { check: 'daily', drift: { measure, tolerance }, scope: 'pair' },
  });
  it.each<[what: string, changes: Record<string, unknown>]>([
    ['an unknown key', { pairz: [] }],
    ['an unknown key deep inside', limit('weight', { drfit: 1 })],
    ['a weight tolerance in percent', limit('weight', 10)],
    ['a negative tolerance', limit('delta', -0.1)],
    ['an unknown check', { rebalance: { check: 'dayly', scope: 'pair' } }],
    ['no pairs', { pairs: [] }],
    ['a leverage of 0', { pairs: [pairFile('QQQ', 'SQQQ', 0)] }],
    ['a day that no month has', { pairs: [pairFile('QQQ', 'SQQQ', [{ from: '2010-02-30', ratio: 3 }])] }],
    ['a window of 1', { allocation: { method: 'trend', window: 1 } }],
    ['an allocation nobody knows', { allocation: { method: 'momentum' } }],
    ['a weight in percent', { allocation: { method: 'fixed', weights: [50] } }],
    ['a commission of everything', { costs: { commissionRate: 1, slippage: { model: 'none' } } }],
    ['a cell without sides', { regimeFilter: { pairs: { 'QQQ/SQQQ': [{}] } } }],
    ['a risk-free rate in percent', { riskFreeRate: 2 }],
    ['a blank name', { name: ' ' }],
  ])('refuses %s, as the product does', (_what, changes) => {
    expect(complaints(portfolioFile(changes))).not.toEqual([]);
    expect(isTaken(portfolioFile(changes))).toBe(false);
  });

  it('says of every value what it is', () => {
    const missing: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('type' in node && !('description' in node) && !('const' in node)) missing.push(path);
      for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`);
    };
    visit(schema, '');
    expect(missing.filter((path) => /\/properties\/[^/]+$/.test(path))).toEqual([]);
  });
});
