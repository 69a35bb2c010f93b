import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openService } from '../../../../services/ingestion/src/handlers/service';
import { pairFile, portfolioFile } from '../../../factories/portfolio';

const TABLES = { PRICE_HISTORY_TABLE: 'prices', INGESTION_TABLE: 'ingestion', AWS_REGION: 'us-east-1' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-ingestion-'));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return [name, join(folder, name)] as const;
  };
  const portfolio = (name: string, more: Record<string, unknown>) =>
    file(name, JSON.stringify(portfolioFile({ name, ...more })));
  const files = [
    portfolio('one', { pairs: [pairFile('SMH', 'SOXS'), pairFile('QQQ', 'SQQQ')], benchmark: 'SPY' }),
    portfolio('two', { pairs: [pairFile('QQQ', 'SQQQ'), pairFile('GLD', 'GLL')], benchmark: 'TLT' }),
    file('bad', '{'),
  ];
  jest.replaceProperty(process, 'env', {
    ...process.env,
    EVENKEEL_PORTFOLIO_FILES: JSON.stringify(Object.fromEntries(files)),
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('fetches the symbols of all portfolios once, benchmarks included, and names a file that it cannot read', () => {
  const { symbols, pairs, refused } = openService(TABLES);
  expect(symbols).toEqual(['SMH', 'SOXS', 'QQQ', 'SQQQ', 'SPY', 'GLD', 'GLL', 'TLT']);
  expect(new Set(pairs.map(({ base, inverse }) => `${base}/${inverse}`))).toEqual(
    new Set(['SMH/SOXS', 'QQQ/SQQQ', 'GLD/GLL']),
  );
  expect(refused.map(({ name }) => name)).toEqual(['bad']);
});

test('fetches those of the portfolios that its stage chooses', () => {
  const { symbols, refused } = openService({ ...TABLES, EVENKEEL_PORTFOLIOS: 'two' });
  expect(symbols).toEqual(['QQQ', 'SQQQ', 'GLD', 'GLL', 'TLT']);
  expect(refused).toEqual([]);
});
